-- title: an async call in a projection is hoisted over distinct arguments
EXPLAIN SELECT name, score({x: age})[value] AS s FROM people;
1 apply   score({x: age}) over SELECT age FROM people  batch 16
2 sqlite  SELECT name, score({x: age})[value] AS s FROM people

SELECT name, score({x: age})[value] AS s FROM people;
name | s
ann: "Ann" | 310
bob: "Bob" | 250
cat: "Cat" | null
dan: "Dan" | 420
eve: "eve" | 250
? cat: score: score of null

-- title: cheap conditions run first
EXPLAIN SELECT name FROM people WHERE score({x: age})[value] > 250 AND city = 'Oslo';
1 apply   score({x: age}) over SELECT age FROM people WHERE city = 'Oslo'  batch 16
2 sqlite  SELECT name FROM people WHERE score({x: age})[value] > 250 AND city = 'Oslo'

SELECT name FROM people WHERE score({x: age})[value] > 250 AND city = 'Oslo';
name
ann: "Ann"
? cat: score: score of null

EXPLAIN SELECT score({x: height}) AS * FROM people WHERE score({x: age})[value] > 250 LIMIT 1;
1 apply   score({x: age}) over SELECT age FROM people  batch 16
2 apply   score({x: height}) over SELECT height FROM people WHERE score({x: age})[value] > 250 ORDER BY rowid LIMIT 1  batch 16
3 sqlite  SELECT score({x: height})[value] AS value FROM people WHERE score({x: age})[value] > 250 LIMIT 1

SELECT score({x: height}) AS * FROM people WHERE score({x: age})[value] > 250 LIMIT 1;
value
ann: 17
? cat: score: score of null

-- title: nested in one another
EXPLAIN SELECT score({x: score({x: age})[value]}) AS * FROM people WHERE age = 25;
1 apply   score({x: age}) over SELECT age FROM people WHERE age = 25  batch 16
2 apply   score({x: score({x: age})[value]}) over SELECT score({x: age})[value] FROM people WHERE age = 25  batch 16
3 sqlite  SELECT score({x: score({x: age})[value]})[value] AS value FROM people WHERE age = 25

SELECT score({x: score({x: age})[value]}) AS * FROM people WHERE age = 25;
value
bob: 2500
eve: 2500

-- title: in ORDER BY, all rows; in the projection, only those shown
EXPLAIN SELECT name, score({x: height})[value] AS h FROM people WHERE age > 0 ORDER BY score({x: age})[value] DESC LIMIT 1;
1 apply   score({x: age}) over SELECT age FROM people WHERE age > 0  batch 16
2 apply   score({x: height}) over SELECT height FROM people WHERE age > 0 ORDER BY score({x: age})[value] DESC, rowHash() LIMIT 1  batch 16
3 sqlite  SELECT name, score({x: height})[value] AS h FROM people WHERE age > 0 ORDER BY score({x: age})[value] DESC, rowHash() LIMIT 1

SELECT name, score({x: height})[value] AS h FROM people WHERE age > 0 ORDER BY score({x: age})[value] DESC LIMIT 1;
name | h
dan: "Dan" | null
? dan: score: score of null

EXPLAIN SELECT sum(score({x: age})[value]) AS s FROM people WHERE age > 0;
1 apply   score({x: age}) over SELECT age FROM people WHERE age > 0  batch 16
2 sqlite  SELECT sum(score({x: age})[value]) AS s FROM people WHERE age > 0

SELECT sum(score({x: age})[value]) AS s FROM people WHERE age > 0;
s
[]: 1230

EXPLAIN SELECT score({x: sum(age)})[value] AS s FROM people GROUP BY city HAVING count(*) > 1;
1 apply   score({x: g1}) over SELECT g1 FROM (SELECT count(*) AS g0, sum(age) AS g1, city AS g2 FROM people GROUP BY city) WHERE g0 > 1  batch 16
2 sqlite  SELECT score({x: g1})[value] AS s FROM (SELECT count(*) AS g0, sum(age) AS g1, city AS g2 FROM people GROUP BY city) WHERE g0 > 1

SELECT score({x: sum(age)})[value] AS s FROM people GROUP BY city HAVING count(*) > 1;
s
"[""Oslo""]": 310

EXPLAIN SELECT count(*) AS n FROM people WHERE age > 0 GROUP BY score({x: age})[value];
1 apply   score({x: age}) over SELECT age FROM people WHERE age > 0  batch 16
2 sqlite  SELECT count(*) AS n FROM people WHERE age > 0 GROUP BY score({x: age})[value]

SELECT score({x: age})[value] AS s, count(*) AS n FROM people WHERE age > 0 GROUP BY score({x: age})[value];
s | n
[250]: 250 | 2
[310]: 310 | 1
[420]: 420 | 1

SELECT city FROM people WHERE age > 0 GROUP BY city HAVING score({x: count(*)})[value] >= 10;
city
[null]: null
"[""Oslo""]": "Oslo"
"[""Paris""]": "Paris"
"[""Rome""]": "Rome"

EXPLAIN SELECT p.name, c.country FROM people AS p JOIN cities AS c ON score({x: p.height})[value] > 17 AND p.city = c.city;
1 apply   score({x: p.height}) over SELECT p.height FROM people AS p  batch 16
2 sqlite  SELECT p.name, c.country FROM people AS p INNER JOIN cities AS c ON score({x: p.height})[value] > 17 AND p.city = c.city

SELECT p.name, c.country FROM people AS p JOIN cities AS c ON score({x: p.height})[value] > 16.5 AND p.city = c.city;
p.name | c.country
[ann]-[c1]: "Ann" | "Norway"
[bob]-[c2]: "Bob" | "Italy"
? dan: score: score of null

SELECT p.name, c.country FROM people AS p LEFT JOIN cities AS c ON score({x: c.people})[value] > 7e6 AND p.city = c.city WHERE p.height > 0;
p.name | c.country
[ann]-[]: "Ann" | null
[bob]-[c2]: "Bob" | "Italy"
[cat]-[]: "Cat" | null
[eve]-[]: "eve" | null

SELECT name FROM people WHERE age IN (SELECT score({x: 2.5})[value] FROM cities);
name
bob: "Bob"
eve: "eve"

SELECT name, (SELECT max(score({x: people})[value]) FROM cities AS c WHERE c.city = p.city) AS m FROM people AS p WHERE p.city = 'Oslo';
name | m
ann: "Ann" | 7000000
cat: "Cat" | 7000000

SELECT CASE WHEN age IS NULL THEN 'none' ELSE score({x: age})[value] END AS s FROM people;
s
ann: 310
bob: 250
cat: "none"
dan: 420
eve: 250

SELECT try(score({x: age})[value], -1) AS s FROM people;
s
ann: 310
bob: 250
cat: -1
dan: 420
eve: 250

SELECT try(score({x: age})[value]) AS s FROM people WHERE age IS NULL;
s
cat: "score of null"

SELECT try(score({x: age}), {0 AS value, 1 AS failed}) AS * FROM people WHERE city = 'Oslo';
value | failed
ann: 310 | null
cat: 0 | 1

SELECT s.value FROM (SELECT name, score({x: age}) AS s FROM people WHERE age > 30) ORDER BY s.value DESC;
s.value
dan: 420
ann: 310

SELECT * FROM (SELECT score({x: age}) AS * FROM people WHERE age > 0) LIMIT 1;
value
ann: 310

SELECT score({}) AS *;
value
result: null
? result: score: score of null

SELECT score(5) AS *;
! type-mismatch: function "score" takes one row, as score({x}) (line 1, column 8)

SELECT score({x: 5}) AS *;
value
result: 50

SELECT score({x: 5}, 6) AS *;
! invalid-argument: function "score" takes one row, as score({a: 1, b: 2}); got 2 arguments (line 1, column 8)

SELECT double({x: age}) AS * FROM people;
y
ann: 62
bob: 50
cat: null
dan: 84
eve: 50

SELECT double({x: score({x: age})[value]})[y] AS y FROM people WHERE age > 30;
y
ann: 620
dan: 840

SELECT EXISTS (SELECT score({x: sum(age)})[value] AS s FROM people GROUP BY city HAVING count(*) > 1) AS e;
e
result: 1

-- title: a call of a window is refused with the way out
SELECT score({x: rank() OVER (ORDER BY age)}) AS * FROM people;
value
ann: 40
bob: 20
cat: 10
dan: 50
eve: 20

SELECT name, score({x: r})[value] AS v FROM (SELECT name, rank() OVER (ORDER BY age) AS r FROM people WHERE age > 30) ORDER BY name;
name | v
ann: "Ann" | 10
dan: "Dan" | 20

-- title: a call in the condition of a join may read both sides through a sub-select or the way to it
SELECT p.name AS a, c.country AS b FROM people AS p JOIN cities AS c ON p.city = c.city AND score({x: (SELECT c.people)})[value] > 8000000 ORDER BY a;
a | b
[bob]-[c2]: "Bob" | "Italy"

SELECT p.name AS a, c.country AS b FROM people AS p JOIN cities AS c ON p.city = CASE WHEN c.city = 'Oslo' THEN c.city ELSE score({x: p.age})[value] END ORDER BY a;
a | b
[ann]-[c1]: "Ann" | "Norway"
[cat]-[c1]: "Cat" | "Norway"
? cat: score: score of null

-- title: what fails for a row of a group is told by the name of that row
SELECT max(score({x: age})[value]) AS m FROM people;
m
[]: 420
? cat: score: score of null

SELECT sum(score({x: a.age})[value]) AS m FROM people AS a JOIN cities AS b ON a.city = b.city;
m
[]: 560
? [cat]-[c1]: score: score of null

WITH w AS (VALUES (1), (null)) SELECT sum(score({x: column1})[value]) AS m FROM w;
m
[]: 10
? 2: score: score of null

-- title: in a sub-select whose join reads the rows around it
SELECT name, (SELECT max(score({x: c.people})[value]) FROM cities AS c JOIN people AS q ON q.age > p.age AND q.city = c.city) AS m FROM people AS p WHERE age < 35 ORDER BY name;
name | m
ann: "Ann" | null
bob: "Bob" | 7000000
eve: "eve" | 7000000

SELECT name, (SELECT max(score({x: c.people})[value]) FROM cities AS c LEFT JOIN people AS q ON q.age > p.age) AS m FROM people AS p;
! not-supported: a function that must be awaited cannot stand in a sub-select with an outer join whose ON reads the rows around it

SELECT name, (SELECT max(score({x: c.people})[value]) FROM cities AS c JOIN people AS q ON q.age > (SELECT p.age) AND q.city = c.city) AS m FROM people AS p WHERE age < 35 ORDER BY name;
name | m
ann: "Ann" | null
bob: "Bob" | 7000000
eve: "eve" | 7000000
