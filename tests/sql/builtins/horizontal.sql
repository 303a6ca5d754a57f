SELECT horizontal_count({1 AS a, null AS b, 3 AS c}) AS x;
x
result: 2

SELECT horizontal_sum({1 AS a, 2 AS b}) AS x;
x
result: 3

SELECT horizontal_avg({1 AS a, 2 AS b}) AS x;
x
result: 1.5

SELECT horizontal_min({3 AS a, 2 AS b}) AS x;
x
result: 2

SELECT horizontal_max({3 AS a, 2 AS b}) AS x;
x
result: 3

SELECT horizontal_string_agg({'x' AS a, 'y' AS b}, '+') AS x;
x
result: "x+y"

SELECT horizontal_count({}) AS x;
x
result: 0

SELECT horizontal_sum({}) AS x;
x
result: 0

SELECT horizontal_avg({}) AS x;
x
result: null

SELECT horizontal_min({}) AS x;
x
result: null

SELECT horizontal_max({}) AS x;
x
result: null

SELECT horizontal_sum([1, 2, 3]) AS x;
x
result: 6

SELECT horizontal_avg([1, 2, 3]) AS x;
x
result: 2

SELECT horizontal_max([1, 5, 3]) AS x;
x
result: 5

SELECT horizontal_sum({null AS a}) AS x;
x
result: 0

SELECT horizontal_min({null AS a, 4 AS b}) AS x;
x
result: 4

SELECT horizontal_sum({age, height}) AS s FROM people WHERE age = 42;
s
dan: 42

SELECT horizontal_count({*}) AS n FROM people;
n
ann: 4
bob: 4
cat: 3
dan: 2
eve: 4

SELECT columnCount() AS n FROM people;
n
ann: 4
bob: 4
cat: 3
dan: 2
eve: 4

SELECT max_label({0.2 AS """a""", 0.7 AS """b""", 0.7 AS """c"""}) AS x, max_label({1 AS "0", 2 AS "10"}) AS y, max_label({}) AS z, max_label(null) AS w;
x | y | z | w
result: "b" | 10 | null | null
