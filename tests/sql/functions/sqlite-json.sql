SELECT json('{"a":1}') AS x;
x
result: "{\"a\":1}"

SELECT json_extract('{"a":{"b":5}}', '$.a.b') AS x;
x
result: 5

SELECT json_extract('{"a":1,"b":2}', '$.a', '$.b') AS x;
x
result: "[1,2]"

SELECT json_extract('[1,2,3]', '$[1]') AS x;
x
result: 2

SELECT json_extract('[1,2,3]', '$[#-1]') AS x;
x
result: 3

SELECT json_extract('{"a":1}', '$.z') AS x;
x
result: null

SELECT '{"a":"x"}' -> '$.a' AS x;
x
result: "\"x\""

SELECT '{"a":"x"}' ->> '$.a' AS x;
x
result: "x"

SELECT '{"a":"x"}' ->> 'a' AS x;
x
result: "x"

SELECT '[10,20]' ->> 1 AS x;
x
result: 20

SELECT '[10,20]' -> 1 AS x;
x
result: "20"

SELECT '{"a":[1,2]}' -> 'a' ->> 0 AS x;
x
result: 1

SELECT json_array(1, 'a', null, 2.5) AS x;
x
result: "[1,\"a\",null,2.5]"

SELECT json_object('a', 1, 'b', 'x') AS x;
x
result: "{\"a\":1,\"b\":\"x\"}"

SELECT json_array_length('[1,2,3]') AS x;
x
result: 3

SELECT json_array_length('{"a":[1]}', '$.a') AS x;
x
result: 1

SELECT json_type('[1]') AS x;
x
result: "array"

SELECT json_type('{"a":1.5}', '$.a') AS x;
x
result: "real"

SELECT json_valid('{"a":1}') AS x;
x
result: 1

SELECT json_valid('{a') AS x;
x
result: 0

SELECT json_set('{"a":1}', '$.b', 2) AS x;
x
result: "{\"a\":1,\"b\":2}"

SELECT json_insert('{"a":1}', '$.a', 2) AS x;
x
result: "{\"a\":1}"

SELECT json_replace('{"a":1}', '$.a', 2) AS x;
x
result: "{\"a\":2}"

SELECT json_remove('{"a":1,"b":2}', '$.a') AS x;
x
result: "{\"b\":2}"

SELECT json_patch('{"a":1}', '{"b":2}') AS x;
x
result: "{\"a\":1,\"b\":2}"

SELECT json_quote('a"b') AS x;
x
result: "\"a\\\"b\""

SELECT json_extract('{"a b":1}', '$."a b"') AS x;
x
result: 1

SELECT json_extract(null, '$.a') AS x;
x
result: null

SELECT json_object() AS x;
x
result: "{}"

SELECT json_array() AS x;
x
result: "[]"

SELECT json_array(json_array(1)) AS x;
x
result: "[[1]]"

SELECT json_object('a', json('[1]')) AS x;
x
result: "{\"a\":[1]}"
