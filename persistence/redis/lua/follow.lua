-- A page of a room's entries after a position, or nil when something after it may be missing.
-- KEYS: log, snap. ARGV: the position, the last position this node appended ("0": none), page.
local function later(a, b)
  local a_ms, a_seq = string.match(a, '^(%d+)%-?(%d*)$')
  local b_ms, b_seq = string.match(b, '^(%d+)%-?(%d*)$')
  if a_ms == b_ms then
    return (tonumber(a_seq) or 0) > (tonumber(b_seq) or 0)
  end
  return tonumber(a_ms) > tonumber(b_ms)
end

local trimmed = redis.call('HGET', KEYS[2], 'trimmed') or '0'
local function there(id)
  return #redis.call('XRANGE', KEYS[1], id, id) > 0
end

-- What was trimmed is in the snapshot; what was not must be in the log, or the log lost it.
if later(trimmed, ARGV[1]) then
  return false
end
if later(ARGV[1], trimmed) and not there(ARGV[1]) then
  return false
end
if later(ARGV[2], trimmed) and not there(ARGV[2]) then
  return false
end
return redis.call('XRANGE', KEYS[1], '(' .. ARGV[1], '+', 'COUNT', ARGV[3])
