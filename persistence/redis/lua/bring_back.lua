-- Puts back records that were lost, each with the version it had; what is as new or newer stays.
-- KEYS: records, changes. ARGV: length the changes are trimmed to, then per record
-- name, version, value. Returns how many were put back.
local names = {}
for i = 2, #ARGV, 3 do
  local found = redis.call('HGET', KEYS[1], ARGV[i]) or '0-'
  local version = string.match(found, '^(%d+)[=-]')
  if tonumber(version) < tonumber(ARGV[i + 1]) then
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1] .. '=' .. ARGV[i + 2])
    names[#names + 1] = 'n'
    names[#names + 1] = ARGV[i]
  end
end
-- As many as Lua passes on at once.
for first = 1, #names, 1000 do
  redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[1], '*',
    unpack(names, first, math.min(first + 999, #names)))
end
return #names / 2
