SELECT name FROM people ORDER BY age;
name
cat: "Cat"
eve: "eve"
bob: "Bob"
ann: "Ann"
dan: "Dan"

SELECT name FROM people ORDER BY age DESC, name DESC;
name
dan: "Dan"
ann: "Ann"
eve: "eve"
bob: "Bob"
cat: "Cat"

SELECT name FROM people ORDER BY name;
name
ann: "Ann"
bob: "Bob"
cat: "Cat"
dan: "Dan"
eve: "eve"

SELECT name FROM people ORDER BY lower(name) DESC LIMIT 2;
name
eve: "eve"
dan: "Dan"

SELECT name FROM people ORDER BY age + 0 DESC LIMIT 1;
name
dan: "Dan"

SELECT name FROM people ORDER BY name LIMIT 2 OFFSET 1;
name
bob: "Bob"
cat: "Cat"

SELECT name FROM people ORDER BY name OFFSET 3;
name
dan: "Dan"
eve: "eve"

SELECT name FROM people ORDER BY name LIMIT 0;
name

SELECT name FROM people ORDER BY name LIMIT -1 OFFSET 4;
name
eve: "eve"

SELECT name FROM people ORDER BY name OFFSET 10;
name

SELECT name FROM people ORDER BY city DESC, name;
name
bob: "Bob"
eve: "eve"
ann: "Ann"
cat: "Cat"
dan: "Dan"

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

SELECT v FROM mixed ORDER BY v DESC LIMIT 3;
v
m6: {"ts":"1970-01-01T00:00:00Z"}
m8: "abc"
m3: "2"

SELECT v FROM mixed WHERE v IS NUMBER ORDER BY v;
v
m5: {"num":"NaN"}
m7: {"num":"-Inf"}
m4: 1.5
m2: 2
m9: 18446744073709551615

SELECT name FROM people WHERE age;
name
ann: "Ann"
bob: "Bob"
dan: "Dan"
eve: "eve"

SELECT name FROM people WHERE city;
name
ann: "Ann"
bob: "Bob"
cat: "Cat"
eve: "eve"

SELECT name FROM people WHERE city = 'Oslo' AND age > 30;
name
ann: "Ann"

SELECT name FROM people WHERE NOT city = 'Oslo';
name
bob: "Bob"
eve: "eve"

SELECT name FROM people WHERE rowName() IN ('ann', 'dan');
name
ann: "Ann"
dan: "Dan"

SELECT rowName() AS r, rowPath() AS p, rowPathElement(0) AS e, rowPathElement(1) AS f FROM people LIMIT 1;
r | p | e | f
ann: "ann" | {"path":["ann"]} | "ann" | null

SELECT 1 AS x NAMED 'my row';
x
my row: 1

SELECT 1 AS x NAMED 'a.b';
x
"a.b": 1

SELECT 1 AS x NAMED parse_path('a.b');
x
a.b: 1

SELECT 1 AS x NAMED 5;
x
5: 1

SELECT age NAMED name FROM people WHERE age = 25;
age
Bob: 25
eve: 25

SELECT 1 AS x NAMED null;
! invalid-argument: Can't create a row with a null name

SELECT rowName() AS n;
n
result: "result"

SELECT rowHash() % 3 AS h FROM people ORDER BY rowHash() LIMIT 0;
h

SELECT 1 AS a FROM people WHERE 0;
a

SELECT DISTINCT ON (age) name FROM people ORDER BY age, name;
name
cat: "Cat"
bob: "Bob"
ann: "Ann"
dan: "Dan"

SELECT DISTINCT ON (city) city, name FROM people ORDER BY city, name LIMIT 2 OFFSET 1;
city | name
ann: "Oslo" | "Ann"
eve: "Paris" | "eve"

SELECT name FROM people LIMIT 1.5;
! invalid-argument: LIMIT takes a whole number that is not negative (line 1, column 31)

SELECT name FROM people LIMIT -5;
! invalid-argument: LIMIT takes a whole number that is not negative (line 1, column 31)

SELECT name FROM people OFFSET -3;
! invalid-argument: OFFSET takes a whole number that is not negative (line 1, column 32)

-- title: DISTINCT ON wants its values beside one another
SELECT DISTINCT ON (city) name, city FROM people ORDER BY name;
! invalid-argument: DISTINCT ON expression must match leftmost ORDER BY expression (line 1, column 21)

SELECT DISTINCT ON (city, age) name FROM people ORDER BY age, city;
name
cat: "Cat"
eve: "eve"
bob: "Bob"
ann: "Ann"
dan: "Dan"

SELECT DISTINCT ON (city, age) name FROM people ORDER BY age;
! invalid-argument: DISTINCT ON expression must match leftmost ORDER BY expression (line 1, column 21)

-- title: without ORDER BY, the first row of each value in the order of the rows
SELECT DISTINCT ON (city) name FROM people;
name
ann: "Ann"
bob: "Bob"
dan: "Dan"
eve: "eve"

SELECT name FROM people LIMIT 1 OFFSET -1;
! invalid-argument: OFFSET takes a whole number that is not negative (line 1, column 40)

SELECT name FROM people LIMIT 1 OFFSET 0.5;
! invalid-argument: OFFSET takes a whole number that is not negative (line 1, column 40)

-- title: a whole number that a term comes to is no position
SELECT name FROM people ORDER BY at(5, '2020-01-01'), name;
name
ann: "Ann"
bob: "Bob"
cat: "Cat"
dan: "Dan"
eve: "eve"

SELECT name FROM people ORDER BY name = 'x' AND 0, name LIMIT 1;
name
ann: "Ann"

SELECT name FROM people ORDER BY -likelihood(7, 0.5) COLLATE nocase, name DESC LIMIT 1;
name
eve: "eve"

SELECT 1 AS a UNION SELECT 2 ORDER BY a IS NULL AND a > 5 AND 0, a DESC;
a
1: 2
2: 1

SELECT count(*) AS n FROM people GROUP BY at(5, '2020-01-01'), age > 0 AND 0;
n
[5,0]: 5

-- title: nor does it become one with a collation, or beside what is false
SELECT name FROM people ORDER BY at(2, '2020-01-01') COLLATE nocase, (age > 0 AND 0) COLLATE nocase, name DESC LIMIT 2;
name
eve: "eve"
dan: "Dan"

SELECT count(*) AS n FROM people GROUP BY at(3, '2020-01-01'), age > 0 AND 0;
n
[3,0]: 5

SELECT count(*) AS n FROM people WHERE name < 'C' GROUP BY -at(3, city), at(4, age) COLLATE nocase;
n
[-3,4]: 2

SELECT count(*) AS n FROM people GROUP BY -at(3, '2020-01-01'), likely(7);
n
[-3,7]: 5
