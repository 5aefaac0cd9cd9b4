-- Compare-and-set of a room's snapshot, then trim what it covers.
-- KEYS: log, snap. ARGV: snapshot, covers, replaces, ms that entries are kept at least.
local covers = ARGV[2]
local epoch, covered = unpack(redis.call('HMGET', KEYS[2], 'epoch', 'covered'))
covered = covered or '0'
if not epoch or covered ~= ARGV[3] then
  return 0
end
-- Not in the log: the log lost entries or is another one, and the snapshot is not of this one.
-- (Entries that are covered stay for a while, but a snapshot never covers less than the last.)
local after = covered == '0' and '-' or '(' .. covered
local tail = redis.call('XRANGE', KEYS[1], after, covers)
if covers ~= covered and (#tail == 0 or tail[#tail][1] ~= covers) then
  return 0
end
redis.call('HSET', KEYS[2], 'data', ARGV[1], 'covered', covers)

local covers_ms, covers_seq = string.match(covers, '^(%d+)-(%d+)$')
if not covers_ms then
  return 1
end
-- Followers are that much behind at most; older entries nobody is still to read.
local time = redis.call('TIME')
local keep_from_ms = time[1] * 1000 + math.floor(time[2] / 1000) - ARGV[4]
local bound = string.format('%.0f-0', keep_from_ms)
if tonumber(covers_ms) < keep_from_ms then
  bound = string.format('%s-%.0f', covers_ms, covers_seq + 1)
end
local trimmed = redis.call('XREVRANGE', KEYS[1], '(' .. bound, '-', 'COUNT', 1)[1]
if trimmed then
  redis.call('HSET', KEYS[2], 'trimmed', trimmed[1])
  redis.call('XTRIM', KEYS[1], 'MINID', bound)
end
return 1
