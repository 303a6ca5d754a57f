SELECT p.name, c.country FROM people AS p JOIN cities AS c ON p.city = c.city ORDER BY p.name;
p.name | c.country
[ann]-[c1]: "Ann" | "Norway"
[bob]-[c2]: "Bob" | "Italy"
[cat]-[c1]: "Cat" | "Norway"

SELECT p.name, c.country FROM people AS p LEFT JOIN cities AS c ON p.city = c.city WHERE c.city IS NULL ORDER BY p.name;
p.name | c.country
[dan]-[]: "Dan" | null
[eve]-[]: "eve" | null

SELECT p.name, c.city FROM people AS p RIGHT JOIN cities AS c ON p.city = c.city WHERE p.name IS NULL;
p.name | c.city
[]-[c3]: null | "Bern"

SELECT count(*) AS n FROM people AS p FULL JOIN cities AS c ON p.city = c.city;
n
[]: 6

SELECT count(*) AS n FROM people AS p OUTER JOIN cities AS c ON p.city = c.city;
n
[]: 6

SELECT count(*) AS n FROM people AS p FULL OUTER JOIN cities AS c ON p.city = c.city;
n
[]: 6

SELECT count(*) AS n FROM people JOIN cities;
n
[]: 15

SELECT count(*) AS n FROM people AS p INNER JOIN cities AS c ON p.city = c.city;
n
[]: 3

SELECT count(*) AS n FROM people AS p LEFT OUTER JOIN cities AS c ON p.city = c.city;
n
[]: 5

SELECT count(*) AS n FROM people AS a JOIN people AS b ON a.age = b.age;
n
[]: 6

SELECT count(*) AS n FROM people AS a JOIN people AS b ON a.city = b.city AND a.name < b.name;
n
[]: 1

SELECT a.rowName() AS l, b.rowName() AS r, leftRowName() AS l2, rightRowName() AS r2 FROM people AS a JOIN cities AS b ON a.city = b.city WHERE a.age = 31;
l | r | l2 | r2
[ann]-[c1]: "ann" | "c1" | "ann" | "c1"

SELECT leftRowName() AS l, rightRowName() AS r FROM people AS a LEFT JOIN cities AS b ON a.city = b.city WHERE a.age = 42;
l | r
[dan]-[]: "dan" | ""

SELECT leftRowPath() AS l, rightRowPath() AS r FROM people AS a JOIN cities AS b ON a.city = b.city WHERE a.age = 31;
l | r
[ann]-[c1]: {"path":["ann"]} | {"path":["c1"]}

SELECT c.* FROM people AS p JOIN cities AS c ON p.city = c.city WHERE p.age = 31;
city | country | people
[ann]-[c1]: "Oslo" | "Norway" | 700000

SELECT * FROM people AS p JOIN cities AS c ON p.city = c.city WHERE p.age = 31;
p.name | p.age | p.city | p.height | c.city | c.country | c.people
[ann]-[c1]: "Ann" | 31 | "Oslo" | 1.7 | "Oslo" | "Norway" | 700000

SELECT a.name, c.name FROM (people AS a JOIN people AS b ON a.age = b.age) JOIN people AS c ON b.city = c.city WHERE a.age = 31 AND c.age IS NULL;
a.name | c.name
[ann]-[ann]-[cat]: "Ann" | "Cat"

SELECT p.name AS a, c.country AS b FROM people AS p NATURAL JOIN cities AS c ORDER BY a;
a | b
[ann]-[c1]: "Ann" | "Norway"
[bob]-[c2]: "Bob" | "Italy"
[cat]-[c1]: "Cat" | "Norway"

SELECT leftRowName() FROM people;
! type-mismatch: Function 'leftRowName' is not available outside of a join (line 1, column 8)
