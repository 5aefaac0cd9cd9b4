-- One room at one moment. KEYS: log, snap. ARGV: the epoch of a new room, "" makes none.
local epoch = redis.call('HGET', KEYS[2], 'epoch')
if not epoch and ARGV[1] ~= '' then
  epoch = ARGV[1]
  redis.call('HSET', KEYS[2], 'epoch', epoch)
end
local stored = redis.call('HMGET', KEYS[2], 'data', 'covered')
local covered = stored[2] or '0'
return {epoch, stored[1], covered, redis.call('XRANGE', KEYS[1], '(' .. covered, '+')}
