SELECT plus({x: 1, y: 2}) AS *;
sum | first
result: 3 | 1

SELECT plus({x: age, y: height})[sum] AS s FROM people LIMIT 1;
s
ann: 32.7

SELECT plus({*}) AS * FROM (SELECT 3 AS x, 4 AS y);
sum | first
result: 7 | 3

SELECT square(3) AS s, square({x: 4}) AS t;
s | t
result: 9 | 16

SELECT plus({x: 1, y: 2});
plus({x: 1, y: 2}).sum | plus({x: 1, y: 2}).first
result: 3 | 1

SELECT loops({x: 1}) AS *;
! not-supported: function "loops" calls itself (loops calls loops); functions made of expressions cannot recur (line 1, column 1)

SELECT plis({x: 1});
! unknown-function: there is no function "plis"; did you mean "plus"? (line 1, column 8)

SELECT try('a' * 2) AS a, try('a' * 2, 0) AS b, try(1, 2) AS c;
a | b | c
result: "Can't convert value 'a' of type 'ASCII_STRING' to double" | 0 | 1

SELECT try('a' + null, 3) AS a, try(sqrt('x'), 5) AS b;
a | b
result: null | 5

SELECT sqrt('x');
! type-mismatch: Executing builtin function sqrt: Can't convert value 'x' of type 'ASCII_STRING' to double (line 1, column 8)

SELECT sqrt(1, 2);
! invalid-argument: Binding builtin function sqrt: expected 1 argument, got 2 (line 1, column 8)

SELECT sqrt(16) AS a, abs(-3) AS b, upper('abc') AS c, length('héllo') AS d, norm([3, 4], 2) AS e, pow(2, 10) AS f;
a | b | c | d | e | f
result: 4 | 3 | "ABC" | 5 | 5 | 1024

SELECT upper(name) AS u, length(name) AS l FROM people WHERE length(name) = 3;
u | l
ann: "ANN" | 3
bob: "BOB" | 3
cat: "CAT" | 3
dan: "DAN" | 3
eve: "EVE" | 3

SELECT jseval('return 1', '');
! not-supported: jseval is left out: statements run no code; use a sql.expression function instead (line 1, column 8)

SELECT coalesce(age, 0) AS a, ifnull(city, 'none') AS c, nullif(name, 'Ann') AS n FROM people;
a | c | n
ann: 31 | "Oslo" | null
bob: 25 | "Rome" | "Bob"
cat: 0 | "Oslo" | "Cat"
dan: 42 | "none" | "Dan"
eve: 25 | "Paris" | "eve"

SELECT date('2020-01-31', '+1 month') AS d, substr('abcdef', 2, 3) AS s, json_extract('{"a":[1,2]}', '$.a[1]') AS j;
d | s | j
result: "2020-03-02" | "bcd" | 2

SELECT max(1, 2, 3) AS a, min(4, 2) AS b;
a | b
result: 3 | 2

SELECT columnCount() AS n, columnName() AS c FROM people;
! type-mismatch: columnName() is only known inside COLUMN EXPR (line 1, column 28)

SELECT json_extract('{"a": 1}', 'a.b') AS j;
! invalid-argument: SQLite: bad JSON path: 'a.b' (line 1, column 8)
