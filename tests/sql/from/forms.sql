SELECT x FROM (SELECT 1 AS x);
x
result: 1

SELECT t.x FROM (SELECT 1 AS x) AS t;
t.x
result: 1

SELECT name FROM (SELECT * FROM people WHERE age > 30) WHERE age < 40;
name
ann: "Ann"

SELECT n FROM (SELECT count(*) AS n FROM people GROUP BY city) ORDER BY n DESC LIMIT 1;
n
"[""Oslo""]": 2

SELECT p.name FROM people AS p WHERE p.age = 42;
p.name
dan: "Dan"

SELECT people.name FROM people WHERE people.age = 42;
people.name
dan: "Dan"

SELECT column, value FROM row_dataset({1 AS a, 2 AS b});
column | value
0: {"path":["a"]} | 1
1: {"path":["b"]} | 2

SELECT value FROM row_dataset({1 AS a, 2 AS b}) WHERE value > 1;
value
1: 2

SELECT count(*) AS n FROM atom_dataset({1 AS a, {2 AS c, 3 AS d} AS b});
n
[]: 3

SELECT sum(value) AS s FROM atom_dataset([1, 2, 3]);
s
[]: 6

SELECT c1, c3 FROM transpose(cities) WHERE rowName() = 'people';
c1 | c3
people: 700000 | 134000

SELECT count(*) AS n FROM sample(people, {rows: 3, seed: 1});
n
[]: 3

SELECT count(*) AS n FROM sample(people, {rows: 100, seed: 1});
! invalid-argument: Requested more rows without replacement than available number of rows in original dataset. (line 1, column 27)

SELECT count(*) AS n FROM merge(people, cities);
n
[]: 8

SELECT count(*) AS n FROM merge((SELECT 1 AS x), (SELECT 2 AS y));
n
[]: 1

SELECT x, y FROM merge((SELECT 1 AS x), (SELECT 2 AS y));
x | y
result: 1 | 2

SELECT 1 FROM nowhere;
! unknown-dataset: there is no dataset "nowhere" (line 1, column 15)
