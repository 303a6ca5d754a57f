SELECT 1/2 AS a, 1/0 AS b, -1/0 AS c, 0/0 AS d, 4/2 AS e;
a | b | c | d | e
result: 0.5 | {"num":"Inf"} | {"num":"-Inf"} | {"num":"NaN"} | 2

SELECT 1 = '1' AS a, 1 = 1.0 AS b, 'a' = 'a' AS c, null = 1 AS d, null = null AS e;
a | b | c | d | e
result: 0 | 1 | 1 | null | null

SELECT 'a' + 'b' AS a, 'a' + 1 AS b, 1.5 + 'x' AS c, 1 + 1 AS d, 1 + null AS e, 'a' || 'b' AS f;
a | b | c | d | e | f
result: "ab" | "a1" | "1.5x" | 2 | null | "ab"

SELECT 7 % 3 AS a, -7 % 3 AS b, 7 % -3 AS c, 7.5 % 2 AS d;
a | b | c | d
result: 1 | -1 | 1 | 1.5

SELECT 7 % 0;
! invalid-argument: Integer Modulus by a zero dividend (line 1, column 8)

SELECT 5 & 3 AS a, 5 | 3 AS b, 5 ^ 3 AS c, ~5 AS d;
a | b | c | d
result: 1 | 7 | 6 | -6

SELECT 2 + 3 * 4 AS a, (2 + 3) * 4 AS b, -2 * 3 AS c, 2 * -3 AS d, - - 2 AS e;
a | b | c | d | e
result: 14 | 20 | -6 | -6 | 2

SELECT 1 < 2 AS a, 2 < '1' AS b, 'b' > 'a' AS c, null < 1 AS d, 1 <= 1 AS e, 1 >= 2 AS f, 1 != 2 AS g, 1 <> 1 AS h;
a | b | c | d | e | f | g | h
result: 1 | 1 | 1 | null | 1 | 0 | 1 | 0

SELECT true AND null AS a, false AND null AS b, true OR null AS c, false OR null AS d, NOT null AS e, NOT 'x' AS f, NOT '' AS g;
a | b | c | d | e | f | g
result: null | 0 | 1 | null | null | 0 | 1

SELECT 5 BETWEEN 1 AND 10 AS a, 5 NOT BETWEEN 1 AND 10 AS b, null BETWEEN 1 AND 2 AS c;
a | b | c
result: 1 | 0 | null

SELECT 1 IN (1, 2) AS a, '1' IN (1, 2) AS b, 3 NOT IN (1, 2) AS c, null IN (1) AS d, 'x' IN (KEYS OF {x: 1}) AS e, 1 IN (VALUES OF {x: 1}) AS f;
a | b | c | d | e | f
result: 1 | 0 | 1 | null | 1 | 1

SELECT 'abc' LIKE 'a%' AS a, 'abc' LIKE 'A%' AS b, 'abc' LIKE '_b_' AS c, 'a.c' LIKE 'a[.]c' AS d, 'abc' NOT LIKE '%z%' AS e, null LIKE 'a' AS f;
a | b | c | d | e | f
result: 1 | 0 | 1 | 0 | 1 | null

SELECT 1 IS NULL AS a, null IS NULL AS b, 'a' IS STRING AS c, 1 IS NUMBER AS d, 1.5 IS INTEGER AS e, 1 IS INTEGER AS f, 1 IS NOT STRING AS g, 2 IS TRUE AS h, null IS TRUE AS i, null IS NOT FALSE AS j;
a | b | c | d | e | f | g | h | i | j
result: 0 | 1 | 1 | 1 | 0 | 1 | 1 | 1 | 0 | 1

-- title: IS binds to the operand before it
SELECT 1 + 5 IS NOT NULL AS a;
a
result: 2

SELECT CASE 2 WHEN 1 THEN 'a' WHEN 2 THEN 'b' END AS a, CASE WHEN null THEN 1 ELSE 2 END AS b, CASE 3 WHEN 1 THEN 1 END AS c;
a | b | c
result: "b" | 2 | null

SELECT CAST (1 AS string) AS a, CAST ('1.5' AS number) AS b, CAST ('x' AS number) AS c, CAST (1.9 AS integer) AS d, CAST ('' AS boolean) AS e;
a | b | c | d | e
result: "1" | 1.5 | null | 1 | null

SELECT CAST (1 AS text);
! invalid-argument: cannot cast to "text"; the types are string, integer, number, boolean, timestamp, path, blob (line 1, column 8)

SELECT 9223372036854775807 AS a, 18446744073709551615 AS b, 9007199254740993 AS c, -9223372036854775808 AS d;
a | b | c | d
result: 9223372036854775807 | 18446744073709551615 | 9007199254740993 | -9223372036854775808

SELECT inf AS a, -inf AS b, nan AS c, nan = nan AS d, nan < 1 AS e, inf > 1e300 AS f;
a | b | c | d | e | f
result: {"num":"Inf"} | {"num":"-Inf"} | {"num":"NaN"} | 1 | 1 | 1

SELECT TIMESTAMP '2020-01-31T00:00:00Z' + INTERVAL '1 month' AS a, TIMESTAMP '2020-01-02' - TIMESTAMP '2020-01-01' AS b, TIMESTAMP 60 AS c;
a | b | c
result: {"ts":"2020-02-29T00:00:00Z"} | {"interval":"1D"} | {"ts":"1970-01-01T00:01:00Z"}

SELECT INTERVAL '1 day' + INTERVAL '2h' AS a, INTERVAL '1 day' * 2 AS b, TIMESTAMP '2020-01-01' + 1 AS c;
a | b | c
result: {"interval":"1D 2H"} | {"interval":"2D"} | {"ts":"2020-01-02T00:00:00Z"}

SELECT [1, 2] + [3, 4] AS a, [1, 2] * 2 AS b, {x: 1, y: 2} + 1 AS c;
a | b | c
result: [4,6] | [2,4] | {"x":2,"y":3}

SELECT [1, 2] + [1, 2, 3];
! type-mismatch: vectors must have the same length, not 2 and 3 (line 1, column 8)

SELECT name, age / 2 AS half, age % 2 AS odd, height * 2 AS h FROM people;
name | half | odd | h
ann: "Ann" | 15.5 | 1 | 3.4
bob: "Bob" | 12.5 | 1 | 3.7
cat: "Cat" | null | null | 3.2
dan: "Dan" | 21 | 0 | null
eve: "eve" | 12.5 | 1 | 3.5

SELECT age / (age - 25) AS x FROM people;
x
ann: 5.166666666666667
bob: {"num":"Inf"}
cat: null
dan: 2.4705882352941178
eve: {"num":"Inf"}

-- title: the order of mixed types
SELECT v FROM mixed ORDER BY v;
v
m1: null
m5: {"num":"NaN"}
m7: {"num":"-Inf"}
m4: 1.5
m2: 2
m9: 18446744073709551615
m3: "2"
m8: "abc"
m6: {"ts":"1970-01-01T00:00:00Z"}

SELECT v FROM mixed ORDER BY v DESC LIMIT 4;
v
m6: {"ts":"1970-01-01T00:00:00Z"}
m8: "abc"
m3: "2"
m9: 18446744073709551615

SELECT rowName() AS n FROM mixed WHERE v > 1;
n
m2: "m2"
m3: "m3"
m4: "m4"
m6: "m6"
m8: "m8"
m9: "m9"

SELECT v FROM mixed WHERE v = 2;
v
m2: 2

SELECT v FROM mixed WHERE v = '2';
v
m3: "2"

SELECT v FROM mixed WHERE v IS NUMBER;
v
m2: 2
m4: 1.5
m5: {"num":"NaN"}
m7: {"num":"-Inf"}
m9: 18446744073709551615

SELECT v + 1 AS w FROM mixed WHERE v IS NUMBER;
w
m2: 3
m4: 2.5
m5: {"num":"NaN"}
m7: {"num":"-Inf"}
m9: 18446744073709552000

SELECT v FROM mixed WHERE v;
v
m2: 2
m3: "2"
m4: 1.5
m6: {"ts":"1970-01-01T00:00:00Z"}
m7: {"num":"-Inf"}
m8: "abc"
m9: 18446744073709551615

SELECT name FROM people WHERE name LIKE 'E%' OR name LIKE 'e%';
name
eve: "eve"

SELECT name FROM people WHERE height;
name
ann: "Ann"
bob: "Bob"
cat: "Cat"
eve: "eve"

SELECT name FROM people WHERE city;
name
ann: "Ann"
bob: "Bob"
cat: "Cat"
eve: "eve"

SELECT (1, 2) = (1, 2) AS a, (1, 2) < (1, 3) AS b;
a | b
result: 1 | 1

SELECT x[y] AS a, x.y AS b, x[{y, z AS w}] AS c FROM (SELECT {y: 1, z: 2} AS x);
a | b | c.y | c.w
result: 1 | 1 | 1 | 2

SELECT e[0] AS a, e[2] AS b, e[3] AS c, e.1 AS d FROM shapes;
a | b | c | d
s1: 1 | 3 | null | 2
s2: 4 | 6 | null | 5

SELECT {x: 1}['x'] AS a;
a
result: "x"
