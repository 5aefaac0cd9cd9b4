-- The names changed after a position, and the position of the last change.
-- KEYS: records, changes. ARGV: the position.
local last = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)[1]
local names = {}
if #redis.call('XRANGE', KEYS[2], ARGV[1], ARGV[1]) > 0 then
  for _, change in ipairs(redis.call('XRANGE', KEYS[2], '(' .. ARGV[1], '+')) do
    for i = 2, #change[2], 2 do
      names[#names + 1] = change[2][i]
    end
  end
else
  -- Nothing known of that position (the changes are trimmed): any record may be new.
  names = redis.call('HKEYS', KEYS[1])
end
return {last and last[1] or '0', names}
