SELECT date(TIMESTAMP '2020-01-31T10:00:00Z', '+1 day') AS d, substr(TIMESTAMP '2020-01-31', 1, 4) AS y;
d | y
result: "2020-02-01" | "2020"

SELECT substr([1, 2], 1, 2) AS s;
! type-mismatch: Cannot convert value of type embedding to string

SELECT substr(x'616263', 2) AS s, length(x'616263') AS n;
s | n
result: "bc" | 3

SELECT coalesce(null, [1, 2]) AS e, ifnull(null, {x: 1}) AS r, nullif(nan, 1) AS n;
e | r | n
result: [1,2] | {"x":1} | {"num":"NaN"}

SELECT printf('%05.2f|%s', 3.14159, 'a') AS p, instr('banana', 'nan') AS i, replace('aXa', 'X', '-') AS r;
p | i | r
result: "03.14|a" | 3 | "a-a"

SELECT json_object('a', 1, 'b', json_array(1, 'x')) AS j, '{"a": {"b": 5}}' ->> '$.a.b' AS v;
j | v
result: "{\"a\":1,\"b\":[1,\"x\"]}" | 5

SELECT strftime('%Y-%m', TIMESTAMP '2021-07-04') AS m, julianday('2000-01-01') AS j, unixepoch('1970-01-02') AS u;
m | j | u
result: "2021-07" | 2451544.5 | 86400

SELECT group_concat(name, '-') AS g, total(age) AS t FROM people;
g | t
[]: "Ann-Bob-Cat-Dan-eve" | 123

SELECT hex(v) AS h FROM mixed WHERE v IS TIMESTAMP;
h
m6: "313937302D30312D30315430303A30303A30305A"

SELECT load_extension('x');
! unknown-function: there is no function "load_extension" (line 1, column 8)

SELECT substr(v, 1, 3) AS s FROM mixed;
s
m1: null
m2: "2"
m3: "2"
m4: "1.5"
m5: null
m6: "197"
m7: "-In"
m8: "abc"
m9: "1.8"
