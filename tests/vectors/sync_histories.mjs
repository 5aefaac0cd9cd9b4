// Writes sync_histories.json: what stock Yjs clients send when they edit at random, go offline and
// come back, careless ones among them that cut surrogate pairs. Run where yjs 13 is installed:
//   node sync_histories.mjs > sync_histories.json
import * as Y from 'yjs'

let seed = +(process.argv[3] || 1)
const random = (below) => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
  return (seed >>> 8) % below
}
const pick = (list) => list[random(list.length)]
const TEXTS = ['a', 'Idee', '😀', 'ä😀b', '👩‍👩‍👧', ' ', 'x😀😀', '\n']

const edits = {
  note: (doc) => doc.transact(() => {
    const note = new Y.Map()
    doc.getMap('objects').set('n' + random(6), note)
    note.set('kind', 'note')
    note.set('pos', [random(1000) / 8, -random(1000)])
    note.set('area', null)
    note.set('text', new Y.Text(pick(TEXTS)))
  }),
  move: (doc) => {
    const note = doc.getMap('objects').get('n' + random(6))
    if (note instanceof Y.Map) note.set('pos', [random(1000) + 0.1, random(2 ** 20)])
  },
  remove: (doc) => doc.getMap('objects').delete('n' + random(6)),
  write: (doc, careless) => {
    const note = doc.getMap('objects').get('n' + random(6))
    const text = note instanceof Y.Map ? note.get('text') : doc.getText('text')
    if (!(text instanceof Y.Text)) return
    let at = random(text.length + 1)
    const string = text.toString()
    if (!careless && at > 0 && string.charCodeAt(at - 1) >> 10 === 0x36) at -= 1
    const what = random(4)
    if (what === 0 && text.length > at) {
      let length = 1 + random(Math.min(3, text.length - at))
      if (!careless && string.charCodeAt(at + length - 1) >> 10 === 0x36) length += 1
      text.delete(at, Math.min(length, text.length - at))
    } else if (what === 1 && text.length > at + 1 && careless) {
      text.format(at, 1, { bold: random(2) ? true : null, link: { href: pick(TEXTS) } })
    } else text.insert(at, careless && random(3) === 0 ? '😀'[random(2)] : pick(TEXTS))
  },
  list: (doc) => {
    const list = doc.getArray('list')
    const at = random(list.length + 1)
    if (random(3) === 0 && list.length > at) list.delete(at, 1)
    else list.insert(at, [pick([1, 2.5, true, null, 'ü', { a: [1, { b: '😀' }], c: undefined }, new Uint8Array([1, 2])]), random(9)])
  },
  ink: (doc) => {
    const stroke = new Y.Array()
    doc.getArray('strokes').push([stroke])
    for (let i = 0; i < 4; i++) stroke.push([random(9) - 4, random(9) - 4])
  },
  xml: (doc) => {
    const element = new Y.XmlElement(pick(['p', 'h1']))
    element.setAttribute('id', pick(TEXTS))
    doc.getXmlFragment('xml').insert(0, [element])
    element.insert(0, [new Y.XmlText(pick(TEXTS))])
  },
  embed: (doc) => doc.getText('text').insertEmbed(0, { image: pick(TEXTS) }, { width: random(5) })
}

const history = (careless, kinds) => {
  const log = []
  const docs = [1, 2, 3].map((n) => {
    const doc = new Y.Doc({ gc: n !== 3 })
    doc.clientID = pick([n, 1000 * n + 7, 2 ** 31 + n, 2 ** 52 + n])
    doc.on('update', (update, origin) => { if (origin !== 'remote') log.push(update) })
    return doc
  })
  const undo = new Y.UndoManager([docs[0].getMap('objects'), docs[0].getText('text')], { captureTimeout: 0 })
  const seen = docs.map(() => 0)
  for (let step = 0; step < 26; step++) {
    const n = random(3)
    const doc = docs[n]
    const kind = pick(kinds)
    if (random(8) === 0 && n === 0) random(2) ? undo.undo() : undo.redo()
    else edits[kind](doc, careless && n > 0)
    if (random(3) === 0) { // comes online for a moment: what it missed, in order
      try { for (; seen[n] < log.length; seen[n]++) Y.applyUpdate(doc, log[seen[n]], 'remote') } catch (e) { if (!careless) throw e; seen[n]++ }
    }
    if (random(9) === 0) log.push(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(docs[(n + 1) % 3])))
  }
  return { careless, updates: log.map((update) => Buffer.from(update).toString('hex')), shown: shown(log) }
}

// What a stock client shows that got all of them, in order.
const shown = (log) => {
  const doc = new Y.Doc()
  for (const update of log) Y.applyUpdate(doc, update)
  const plain = (_, value) => value === undefined ? null : value instanceof Uint8Array ? [...value] : value
  return JSON.parse(JSON.stringify({
    objects: doc.getMap('objects').toJSON(),
    text: doc.getText('text').toString(),
    list: doc.getArray('list').toJSON(),
    strokes: doc.getArray('strokes').toJSON()
  }, plain))
}

const board = ['note', 'move', 'remove', 'write', 'write', 'write']
const histories = []
for (let i = 0; i < +(process.argv[2] || 60); i++) histories.push(history(i % 2 === 1, i % 3 ? board : Object.keys(edits)))
console.log('[\n' + histories.map((it) => JSON.stringify(it)).join(',\n') + '\n]')
