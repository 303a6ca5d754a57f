SELECT * FROM people JOIN cities ON people.city = cities.city;
people.name | people.age | people.city | people.height | cities.city | cities.country | cities.people
[ann]-[c1]: "Ann" | 31 | "Oslo" | 1.7 | "Oslo" | "Norway" | 700000
[bob]-[c2]: "Bob" | 25 | "Rome" | 1.85 | "Rome" | "Italy" | 2800000
[cat]-[c1]: "Cat" | null | "Oslo" | 1.6 | "Oslo" | "Norway" | 700000

SELECT p.name, c.country FROM people AS p JOIN cities AS c ON p.city = c.city ORDER BY p.name;
p.name | c.country
[ann]-[c1]: "Ann" | "Norway"
[bob]-[c2]: "Bob" | "Italy"
[cat]-[c1]: "Cat" | "Norway"

SELECT name, country FROM people AS p LEFT JOIN cities AS c ON p.city = c.city;
name | country
[ann]-[c1]: "Ann" | "Norway"
[bob]-[c2]: "Bob" | "Italy"
[cat]-[c1]: "Cat" | "Norway"
[dan]-[]: "Dan" | null
[eve]-[]: "eve" | null

SELECT name, country FROM people AS p RIGHT JOIN cities AS c ON p.city = c.city ORDER BY country;
name | country
[bob]-[c2]: "Bob" | "Italy"
[cat]-[c1]: "Cat" | "Norway"
[ann]-[c1]: "Ann" | "Norway"
[]-[c3]: null | "Switzerland"

SELECT name, country FROM people AS p FULL OUTER JOIN cities AS c ON p.city = c.city ORDER BY country, name;
name | country
[dan]-[]: "Dan" | null
[eve]-[]: "eve" | null
[bob]-[c2]: "Bob" | "Italy"
[ann]-[c1]: "Ann" | "Norway"
[cat]-[c1]: "Cat" | "Norway"
[]-[c3]: null | "Switzerland"

SELECT leftRowName() AS l, rightRowName() AS r, p.rowName() AS p FROM people AS p LEFT JOIN cities AS c ON p.city = c.city;
l | r | p
[ann]-[c1]: "ann" | "c1" | "ann"
[bob]-[c2]: "bob" | "c2" | "bob"
[cat]-[c1]: "cat" | "c1" | "cat"
[dan]-[]: "dan" | "" | "dan"
[eve]-[]: "eve" | "" | "eve"

SELECT leftRowName() FROM people;
! type-mismatch: Function 'leftRowName' is not available outside of a join (line 1, column 8)

SELECT count(*) AS n FROM people, cities;
n
[]: 15

SELECT a.*, c.country FROM people AS a JOIN cities AS c ON a.city = c.city WHERE a.age > 30;
name | age | city | height | c.country
[ann]-[c1]: "Ann" | 31 | "Oslo" | 1.7 | "Norway"

SELECT a.name, b.name FROM people AS a JOIN people AS b ON a.age = b.age AND a.name < b.name;
a.name | b.name
[bob]-[eve]: "Bob" | "eve"

SELECT city FROM people AS a JOIN cities AS c ON a.city = c.city;
! unknown-column: column "city" is in a and c; say which (line 1, column 8)

SELECT x.name FROM (SELECT name, age FROM people WHERE age < 40) AS x ORDER BY x.age;
x.name
eve: "eve"
bob: "Bob"
ann: "Ann"

SELECT n FROM (SELECT city, count(*) AS n FROM people GROUP BY city) WHERE n > 1;
n
"[""Oslo""]": 2

SELECT name FROM people WHERE city IN (SELECT city FROM cities);
name
ann: "Ann"
bob: "Bob"
cat: "Cat"

SELECT name FROM people WHERE city NOT IN (SELECT city FROM cities);
name
eve: "eve"

SELECT name, (SELECT max(people) FROM cities) AS biggest FROM people LIMIT 1;
name | biggest
ann: "Ann" | 2800000

SELECT name FROM people AS p WHERE EXISTS (SELECT 1 FROM cities AS c WHERE c.city = p.city);
name
ann: "Ann"
bob: "Bob"
cat: "Cat"

SELECT name, (SELECT country FROM cities AS c WHERE c.city = p.city) AS country FROM people AS p;
name | country
ann: "Ann" | "Norway"
bob: "Bob" | "Italy"
cat: "Cat" | "Norway"
dan: "Dan" | null
eve: "eve" | null

SELECT * FROM (SELECT name FROM people) AS a JOIN (SELECT country FROM cities) AS b LIMIT 2;
a.name | b.country
[ann]-[c1]: "Ann" | "Norway"
[ann]-[c2]: "Ann" | "Italy"

SELECT a.name, c.country, d.country FROM people AS a JOIN cities AS c ON a.city = c.city JOIN cities AS d ON c.people < d.people;
a.name | c.country | d.country
[ann]-[c1]-[c2]: "Ann" | "Norway" | "Italy"
[cat]-[c1]-[c2]: "Cat" | "Norway" | "Italy"

SELECT country FROM people JOIN cities USING (city);
country
[ann]-[c1]: "Norway"
[bob]-[c2]: "Italy"
[cat]-[c1]: "Norway"

SELECT name, country FROM people NATURAL JOIN cities;
name | country
[ann]-[c1]: "Ann" | "Norway"
[bob]-[c2]: "Bob" | "Italy"
[cat]-[c1]: "Cat" | "Norway"
