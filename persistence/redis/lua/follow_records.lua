-- The names changed after a position, the position of the last change, and 1 where changes that
-- we know of are lost. KEYS: records, changes. ARGV: the position.
local last = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)[1]
last = last and last[1] or '0'
local names = {}
if #redis.call('XRANGE', KEYS[2], ARGV[1], ARGV[1]) > 0 then
  for _, change in ipairs(redis.call('XRANGE', KEYS[2], '(' .. ARGV[1], '+')) do
    for i = 2, #change[2], 2 do
      names[#names + 1] = change[2][i]
    end
  end
  return {last, names, 0}
end
-- Nothing known of that position (the changes are trimmed): any record may be new.
names = redis.call('HKEYS', KEYS[1])
-- Trimming spares the last change: what ends before our position was lost, not trimmed.
local lost = ARGV[1] ~= '0' and #redis.call('XRANGE', KEYS[2], ARGV[1], '+', 'COUNT', 1) == 0
return {last, names, lost and 1 or 0}
