-- A scope's records and the position of its last change. KEYS: records, changes.
local last = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)[1]
return {last and last[1] or '0', redis.call('HGETALL', KEYS[1])}
