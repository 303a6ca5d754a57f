SELECT plus({x: 1, y: 2}) AS *;
sum | first
result: 3 | 1

SELECT plus({x: 1, y: 2})[sum] AS s;
s
result: 3

SELECT plus({1 AS x, 2 AS y})[{sum, first AS f}] AS *;
sum | f
result: 3 | 1

SELECT plus({x: age, y: 1})[sum] AS s FROM people WHERE age > 30;
s
ann: 32
dan: 43

SELECT square(3) AS s;
s
result: 9

SELECT double({x: 4})[y] AS d;
d
result: 8

SELECT sum(double({x: age})[y]) AS s FROM people;
s
[]: 246

SELECT name FROM people WHERE double({x: age})[y] > 80;
name
dan: "Dan"

SELECT name FROM people WHERE age > 0 ORDER BY score({x: age})[value] DESC LIMIT 1;
name
dan: "Dan"

SELECT plus({x: double({x: 2})[y], y: square(2)})[sum] AS s;
s
result: 8
