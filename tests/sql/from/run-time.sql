SELECT * FROM transpose(shapes);
…
id: {"s1":1,"s2":2}
size.h: {"s1":20,"s2":40}
e.1: {"s1":2,"s2":5}
e.2: {"s1":3,"s2":6}
e.0: {"s1":1,"s2":4}
size.w: {"s1":10,"s2":30}

SELECT * FROM transpose((SELECT tokenize(name, {splitChars: 'a'}) AS * FROM people)) ORDER BY rowName();
…
Ann: {"ann":1}
Bob: {"bob":1}
C: {"cat":1}
D: {"dan":1}
eve: {"eve":1}
n: {"dan":1}
t: {"cat":1}

SELECT * FROM row_dataset((SELECT pivot(name, age) AS p FROM people));
column | value
0: {"path":["Ann"]} | 31
1: {"path":["Bob"]} | 25
2: {"path":["Cat"]} | null
3: {"path":["Dan"]} | 42
4: {"path":["eve"]} | 25

SELECT column, value FROM atom_dataset((SELECT pivot(city, {age AS a, height AS h}) AS p FROM people WHERE age > 26 AND city IS NOT NULL));
column | value
0: {"path":["Oslo","a"]} | 31
1: {"path":["Oslo","h"]} | 1.7

SELECT name, (SELECT max(value) FROM atom_dataset({p.age, p.height})) AS m FROM people AS p;
name | m
ann: "Ann" | 31
bob: "Bob" | 25
cat: "Cat" | 1.6
dan: "Dan" | 42
eve: "eve" | 25

SELECT name, (SELECT count(*) FROM row_dataset(tokenize(p.name, {splitChars: 'n'}))) AS m FROM people AS p;
name | m
ann: "Ann" | 1
bob: "Bob" | 1
cat: "Cat" | 1
dan: "Dan" | 1
eve: "eve" | 1

SELECT id, (SELECT sum(value) FROM row_dataset(s.e)) AS m FROM shapes AS s;
id | m
s1: 1 | 6
s2: 2 | 15

SELECT * FROM row_dataset((SELECT max(name) FROM people));
! type-mismatch: row_dataset and atom_dataset take a row (line 1, column 15)

SELECT * FROM row_dataset((SELECT max(age) FROM people));
! type-mismatch: row_dataset and atom_dataset take a row (line 1, column 15)

SELECT * FROM row_dataset((SELECT latest({x}) AS r FROM sparse));
! type-mismatch: row_dataset and atom_dataset take a row (line 1, column 15)

SELECT name FROM sample(people, {rows: 7, withReplacement: true, seed: 1});
name
0.cat: "Cat"
1.eve: "eve"
2.ann: "Ann"
3.dan: "Dan"
4.eve: "eve"
5.ann: "Ann"
6.cat: "Cat"

SELECT count(*) AS n, count_distinct(name) AS d FROM sample(people, {rows: 200, withReplacement: true, seed: 2});
n | d
[]: 200 | 5

SELECT count(*) AS n FROM sample(people, {fraction: 0.6, withReplacement: true, seed: 2});
n
[]: 3

SELECT * FROM sample(sparse, {rows: 3, withReplacement: true, seed: 2});
x | …
0.b: 3 | {"z":{"p":"u","q":5}}
1.b: 3 | {"z":{"p":"u","q":5}}
2.b: 3 | {"z":{"p":"u","q":5}}

SELECT * FROM sample((SELECT 1 AS x FROM people WHERE 0), {rows: 3, withReplacement: true, seed: 2});
x

SELECT name FROM sample(people, {rows: 2, withReplacement: 'x'});
! invalid-argument: sample: withReplacement must be true or false (line 1, column 18)

SELECT a.column, b.value FROM row_dataset((SELECT pivot(name, age) AS p FROM people)) AS a JOIN row_dataset((SELECT pivot(name, height) AS p FROM people)) AS b ON a.column = b.column ORDER BY a.column DESC LIMIT 2;
a.column | b.value
[4]-[4]: {"path":["eve"]} | 1.75
[3]-[3]: {"path":["Dan"]} | null

SELECT rowName() AS n, rowHash() AS h FROM row_dataset((SELECT pivot(name, age) AS p FROM people)) LIMIT 2;
n | h
0: "0" | 10408321403207385874
1: "1" | 11413460447292444913

SELECT rowName() AS n, rowHash() AS h FROM row_dataset({x: 1}) LIMIT 2;
n | h
0: "0" | 10408321403207385874

EXPLAIN SELECT * FROM row_dataset((SELECT pivot(name, score({x: age})[value]) AS p FROM people));
1 apply   score({x: age}) over SELECT age FROM people  batch 16
2 sqlite  SELECT column, value FROM (SELECT value AS column, value FROM json_each((SELECT pivot(name, score({x: age})[value]) AS p FROM people)))

SELECT * FROM row_dataset((SELECT pivot(name, score({x: age})[value]) AS p FROM people WHERE age > 0));
column | value
0: {"path":["Ann"]} | 310
1: {"path":["Bob"]} | 250
2: {"path":["Dan"]} | 420
3: {"path":["eve"]} | 250

EXPLAIN SELECT name, (SELECT max(value) FROM row_dataset(score({x: p.age}))) AS m FROM people AS p WHERE age > 26;
1 apply   score({x: p.age}) over SELECT p.age FROM people AS p WHERE p.age > 26  batch 16
2 sqlite  SELECT p.name AS name, (SELECT max(value) FROM (VALUES (value, score({x: p.age})[value]))) AS m FROM people AS p WHERE p.age > 26

SELECT name, (SELECT max(value) FROM row_dataset(score({x: p.age}))) AS m FROM people AS p WHERE age > 26;
name | m
ann: "Ann" | 310
dan: "Dan" | 420

SELECT * FROM row_dataset(x);
column | value
? no column "x" here; it reads as NULL (line 1, column 27)

EXPLAIN SELECT * FROM transpose(cities);
1 sqlite  SELECT * AS * FROM (SELECT value AS * FROM json_each((SELECT transposed(rowName(), {city AS city, country AS country, people AS people}) AS row FROM cities)))

EXPLAIN SELECT name FROM sample(people, {rows: 2, withReplacement: true, seed: 1});
1 sqlite  SELECT name FROM (SELECT name, age, city, height FROM json_each(draws) INNER JOIN (SELECT name, age, city, height, row_number(*) OVER (…) AS place FROM people) ON value = place)
