SELECT substr('hello', 2) AS x;
x
result: "ello"

SELECT substr('hello', 2, 3) AS x;
x
result: "ell"

SELECT substr('hello', -3) AS x;
x
result: "llo"

SELECT substr('hello', -3, 2) AS x;
x
result: "ll"

SELECT substr('hello', 0, 2) AS x;
x
result: "h"

SELECT substr('où', 2, 1) AS x;
x
result: "ù"

SELECT substring('hello', 1, 1) AS x;
x
result: "h"

SELECT substr(null, 1) AS x;
x
result: null

SELECT replace('banana', 'an', 'x') AS x;
x
result: "bxxa"

SELECT replace('a', '', 'x') AS x;
x
result: "a"

SELECT instr('hello', 'l') AS x;
x
result: 3

SELECT instr('hello', 'z') AS x;
x
result: 0

SELECT trim('  a ') AS x;
x
result: "a"

SELECT trim('xxaxx', 'x') AS x;
x
result: "a"

SELECT ltrim('  a ') AS x;
x
result: "a "

SELECT rtrim('  a ') AS x;
x
result: "  a"

SELECT coalesce(null, null, 3) AS x;
x
result: 3

SELECT coalesce(null, 'a') AS x;
x
result: "a"

SELECT ifnull(null, 5) AS x;
x
result: 5

SELECT ifnull(1, 5) AS x;
x
result: 1

SELECT nullif(1, 1) AS x;
x
result: null

SELECT nullif(1, 2) AS x;
x
result: 1

SELECT iif(1, 'a', 'b') AS x;
x
result: "a"

SELECT iif(null, 'a', 'b') AS x;
x
result: "b"

SELECT printf('%d-%s', 5, 'a') AS x;
x
result: "5-a"

SELECT printf('%.2f', 1.005) AS x;
x
result: "1.00"

SELECT printf('%05d', 42) AS x;
x
result: "00042"

SELECT printf('%x', 255) AS x;
x
result: "ff"

SELECT format('%s!', 'hi') AS x;
x
result: "hi!"

SELECT char(72, 105) AS x;
x
result: "Hi"

SELECT unicode('A') AS x;
x
result: 65

SELECT hex('abc') AS x;
x
result: "616263"

SELECT quote('it''s') AS x;
x
result: "'it''s'"

SELECT quote(null) AS x;
x
result: "NULL"

SELECT typeof('a') AS x;
x
result: "text"

SELECT typeof(1) AS x;
x
result: "integer"

SELECT typeof(1.5) AS x;
x
result: "real"

SELECT typeof(null) AS x;
x
result: "null"

SELECT max(1, 3, 2) AS x;
x
result: 3

SELECT min(1, 3, 2) AS x;
x
result: 1

SELECT max('a', 'b') AS x;
x
result: "b"

SELECT max(1, null) AS x;
x
result: null

SELECT concat_ws('-', 'a', 'b') AS x;
x
result: "a-b"

SELECT degrees(pi()) AS x;
x
result: 180

SELECT radians(180) AS x;
x
result: 3.141592653589793

SELECT log2(8) AS x;
x
result: 3

SELECT trunc(2.7) AS x;
x
result: 2

SELECT trunc(-2.7) AS x;
x
result: -2

SELECT octet_length('où') AS x;
x
result: 3

SELECT glob('a*', 'abc') AS x;
x
result: 1

SELECT 'abc' GLOB 'a*' AS x;
x
result: 1

SELECT 'abc' GLOB 'A*' AS x;
x
result: 0

SELECT 'abc' GLOB '[a-c]bc' AS x;
x
result: 1

SELECT 'a' || 'b' || 'c' AS x;
x
result: "abc"

SELECT 1 << 4 AS x;
x
result: 16

SELECT 256 >> 4 AS x;
x
result: 16

-- title: bytes
SELECT unhex('4142') AS a, zeroblob(2) AS b, blob_length(randomblob(4)) AS c, hex(unhex('4142')) AS d, unhex('zz') AS e;
a | b | c | d | e
result: {"blob":["AB"]} | {"blob":[0,0]} | 4 | "4142" | null

-- title: JSON in bytes is read by the functions of JSON
SELECT json(jsonb('[1, 2]')) AS a, json_extract(jsonb('{"a":5}'), '$.a') AS b, json(jsonb_set('{"a":1}', '$.a', 2)) AS c;
a | b | c
result: "[1,2]" | 5 | "{\"a\":2}"

SELECT json_array_insert('[1,2]', '$[0]', 5) AS a, unistr_quote('a') AS b;
a | b
result: "[5,1,2]" | "'a'"

SELECT if(1, 2, 3) AS a, if(0, 2, 3) AS b, likelihood(5, 0.5) AS c, likely('x') AS d;
a | b | c | d
result: 2 | 3 | 5 | "x"

-- title: random() is a whole number
SELECT random() IS INTEGER AS a, abs(random()) < 9007199254740992 AS b, sqlite_version() IS STRING AS c;
a | b | c
result: 1 | 1 | 1

-- title: the words for now
SELECT length(current_timestamp) AS a, length(CURRENT_DATE) AS b, length(current_time) AS c;
a | b | c
result: 19 | 10 | 8

-- title: a column of that name is the column
SELECT current_date FROM (SELECT 5 AS current_date);
current_date
result: 5

SELECT 1_000 AS a, 0x1F_F AS b, 1_0.2_5 AS c;
a | b | c
result: 1000 | 511 | 10.25

SELECT 1__0;
! syntax: a number ends with a letter; a name that starts with a digit needs double quotes (line 1, column 8)

SELECT iif(1) AS x;
! invalid-argument: Binding builtin function iif: expected at least 2 arguments, got 1 (line 1, column 8)

SELECT replace('a', 'b') AS x;
! invalid-argument: Binding builtin function replace: expected 3 arguments, got 2 (line 1, column 8)

SELECT ntile() OVER (ORDER BY age) FROM people;
! invalid-argument: function ntile expected 1 argument, got 0 (line 1, column 8)

SELECT total(1, 2) FROM people;
! invalid-argument: function total expected 1 argument, got 2 (line 1, column 8)

-- title: functions that look at bytes see a blob as it is
SELECT typeof(x'41') AS t, hex(x'ff41') AS h, quote(x'ff41') AS q, octet_length(x'ff41') AS o, hex(x'') AS e;
t | h | q | o | e
result: "blob" | "FF41" | "X'FF41'" | 2 | ""

SELECT typeof(v) AS t FROM mixed;
t
m1: "null"
m2: "integer"
m3: "text"
m4: "real"
m5: "null"
m6: "text"
m7: "real"
m8: "text"
m9: "real"

SELECT typeof({1 AS x}) AS t;
! type-mismatch: Cannot convert value of type row to string
