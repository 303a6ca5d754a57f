SELECT static_type(age) AS a, static_type(city) AS c, static_type(age / 2) AS d FROM people LIMIT 1;
a | c | d
ann: {"kind":"atom","types":"integer, null"} | {"kind":"atom","types":"string, null"} | {"kind":"atom","types":"integer, number, null"}

SELECT static_type({1 AS x, 'a' AS y}) AS t;
t
result: {"kind":"row","open":0,"columns":{"x":{"kind":"atom","types":"integer"},"y":{"kind":"atom","types":"string"}}}

SELECT static_type(e) AS e, static_type(tokenize('a')) AS r FROM shapes LIMIT 1;
e | r
s1: {"kind":"embedding","shape":[3]} | {"kind":"row","open":0,"columns":{"a":{"kind":"atom","types":"integer"}}}

SELECT static_known_columns() AS c FROM people AS p JOIN cities AS q ON p.city = q.city LIMIT 1;
c
[ann]-[c1]: {"0":"p.name","1":"p.age","2":"p.city","3":"p.height","4":"q.city","5":"q.country","6":"q.people"}

SELECT static_known_columns() AS c;
! type-mismatch: static_known_columns() needs a FROM (line 1, column 8)

SELECT static_type() AS c;
! invalid-argument: Binding builtin function static_type: expected 1 argument, got 0 (line 1, column 8)

SELECT horizontal_latest({1 @ TIMESTAMP 5 AS a, 2 AS b}) AS l, horizontal_earliest({1 @ TIMESTAMP 5 AS a, 2 AS b}) AS e;
l | e
result: 1 | 2

SELECT horizontal_latest({x AS a, x * 10 @ TIMESTAMP 0 AS b}) AS l, extract_column({x AS a, x * 10 @ TIMESTAMP 0 AS b}) AS c, horizontal_latest({*}) AS m FROM timed;
l | c | m
a: 1 | 1 | 1
b: 2 | 2 | 2

SELECT horizontal_latest([3, 4]) AS l, horizontal_earliest([3, 4]) AS e, horizontal_latest({}) AS n;
l | e | n
result: 4 | 3 | null
