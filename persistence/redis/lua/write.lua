-- Changes records, all or none, and says so in the same moment.
-- KEYS: records, changes. ARGV: length the changes are trimmed to, then per change
-- name, expected version, "=" or "-" (a value or a deletion), value.
-- A record is "VERSION=value", a deleted one "VERSION-".
-- Returns {0, version, …} or {number of the conflicting change, what is there}.
local versions = {0}
local raw = {}
for i = 2, #ARGV, 4 do
  local found = redis.call('HGET', KEYS[1], ARGV[i]) or '0-'
  local version, kind = string.match(found, '^(%d+)([=-])')
  local there = kind == '=' and version or '0'
  if there ~= ARGV[i + 1] then
    return {(i + 2) / 4, found}
  end
  raw[i] = {version = tonumber(version), exists = kind == '='}
end

local names = {}
for i = 2, #ARGV, 4 do
  local version = raw[i].version
  if raw[i].exists or ARGV[i + 2] == '=' then
    version = version + 1
    redis.call('HSET', KEYS[1], ARGV[i],
      string.format('%.0f', version) .. ARGV[i + 2] .. ARGV[i + 3])
    names[#names + 1] = 'n'
    names[#names + 1] = ARGV[i]
  end
  versions[#versions + 1] = version
end
if #names > 0 then
  redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[1], '*', unpack(names))
end
return versions
