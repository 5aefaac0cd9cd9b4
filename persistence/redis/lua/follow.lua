-- A page of a room's entries after a position, or nil when something we know of may be missing.
-- KEYS: log, snap. ARGV: the position, page, the epoch we know ("": none), then the positions
-- this node appended and has not read back.
local function later(a, b)
  local a_ms, a_seq = string.match(a, '^(%d+)%-?(%d*)$')
  local b_ms, b_seq = string.match(b, '^(%d+)%-?(%d*)$')
  if a_ms == b_ms then
    return (tonumber(a_seq) or 0) > (tonumber(b_seq) or 0)
  end
  return tonumber(a_ms) > tonumber(b_ms)
end

local trimmed = redis.call('HGET', KEYS[2], 'trimmed') or '0'
local function lost(id)
  return later(id, trimmed) and #redis.call('XRANGE', KEYS[1], id, id) == 0
end

if ARGV[3] ~= '' and redis.call('HGET', KEYS[2], 'epoch') ~= ARGV[3] then
  return false
end
-- What was trimmed is in the snapshot; what was not must be in the log, or the log lost it.
if later(trimmed, ARGV[1]) or lost(ARGV[1]) then
  return false
end
for i = 4, #ARGV do
  if lost(ARGV[i]) then
    return false
  end
end
return redis.call('XRANGE', KEYS[1], '(' .. ARGV[1], '+', 'COUNT', ARGV[2])
