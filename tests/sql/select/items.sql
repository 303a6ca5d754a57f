-- title: a column keeps its name, an expression is named by its text
SELECT name, age + 1, age  +  1 FROM people LIMIT 1;
name | age + 1 | age  +  1
ann: "Ann" | 32 | 32

-- title: AS and the colon name a column
SELECT name AS who, n: age, age AS a.b FROM people LIMIT 1;
who | n | a.b
ann: "Ann" | 31 | 31

SELECT * FROM people LIMIT 2;
name | age | city | height
ann: "Ann" | 31 | "Oslo" | 1.7
bob: "Bob" | 25 | "Rome" | 1.85

SELECT people.* FROM people LIMIT 1;
name | age | city | height
ann: "Ann" | 31 | "Oslo" | 1.7

SELECT p.name FROM people AS p LIMIT 1;
p.name
ann: "Ann"

SELECT p.* EXCLUDING (height) FROM people AS p LIMIT 1;
name | age | city
ann: "Ann" | 31 | "Oslo"

SELECT * EXCLUDING (age, c*) FROM people LIMIT 1;
name | height
ann: "Ann" | 1.7

-- title: a star after letters selects by prefix
SELECT n* FROM people LIMIT 1;
name
ann: "Ann"

SELECT size.* FROM shapes;
size.w | size.h
s1: 10 | 20
s2: 30 | 40

SELECT size.* AS * FROM shapes;
w | h
s1: 10 | 20
s2: 30 | 40

SELECT size.* AS d.* FROM shapes;
d.w | d.h
s1: 10 | 20
s2: 30 | 40

SELECT s* AS big_* FROM shapes LIMIT 1;
big_ize.w | big_ize.h
s1: 10 | 20

SELECT * AS p_* FROM cities LIMIT 1;
p_city | p_country | p_people
c1: "Oslo" | "Norway" | 700000

SELECT * AS p.* FROM cities LIMIT 1;
p.city | p.country | p.people
c1: "Oslo" | "Norway" | 700000

SELECT size FROM shapes LIMIT 1;
size.w | size.h
s1: 10 | 20

SELECT {id, size} AS r FROM shapes LIMIT 1;
r.id | r.size.w | r.size.h
s1: 1 | 10 | 20

SELECT {* EXCLUDING (e)} AS features, id AS label FROM shapes;
features.id | features.size.w | features.size.h | label
s1: 1 | 10 | 20 | 1
s2: 2 | 30 | 40 | 2

SELECT {x: 1, y: {z: 2}} AS r;
r.x | r.y.z
result: 1 | 2

SELECT {1 AS x, 'a' AS y} AS *;
x | y
result: 1 | "a"

SELECT {x: 1};
{x: 1}.x
result: 1

SELECT {} AS *;
(no columns)
result:

result:

SELECT [1, 2, 3] AS e, [[1, 0], [0, 1]] AS m, [] AS n;
e | m | n
result: [1,2,3] | [[1,0],[0,1]] | []

-- title: a missing column is null, with a warning and a suggestion
SELECT nam, name FROM people LIMIT 1;
nam | name
ann: null | "Ann"
? no column "nam" here; it reads as NULL. Did you mean "name"? (line 1, column 8)

-- title: double quotes are never text
SELECT "abc" FROM people LIMIT 1;
abc
ann: null
? no column "abc" here; it reads as NULL. A text stands in single quotes: 'abc' (line 1, column 8)

SELECT 1 AS *;
! type-mismatch: Expression with AS * must return a row (line 1, column 8)

SELECT *;
! type-mismatch: Wildcard usage requires a FROM statement (line 1, column 8)

SELECT *, x FROM sparse;
x | x | …
a: 1 | 1 | {"y":2}
b: 3 | 3 | {"z":{"p":"u","q":5}}
c: null | null | {}

SELECT z FROM sparse WHERE x = 3;
z
b: {"p":"u","q":5}

SELECT z.* FROM sparse WHERE x = 3;
…
b: {"z":{"p":"u","q":5}}

SELECT * EXCLUDING (z) FROM sparse WHERE x = 3;
x | …
b: 3 | {}

SELECT z.p, z.q + 1 AS q FROM sparse;
z.p | q
a: null | null
b: "u" | 6
c: null | null

SELECT * NAMED name FROM cities LIMIT 1;
! invalid-argument: Can't create a row with a null name

SELECT city NAMED country FROM cities;
city
Norway: "Oslo"
Italy: "Rome"
Switzerland: "Bern"

SELECT 1 AS one NAMED 'a.b';
one
"a.b": 1

SELECT city NAMED null FROM cities;
! invalid-argument: Can't create a row with a null name

SELECT rowName() AS n, rowPath() AS p, rowHash() AS h FROM people LIMIT 2;
n | p | h
ann: "ann" | {"path":["ann"]} | 11277972941799405761
bob: "bob" | {"path":["bob"]} | 13671481681542908696

SELECT rowName(), rowHash();
rowName() | rowHash()
result: "result" | 15368695043997746091

SELECT columnCount() AS n FROM people;
n
ann: 4
bob: 4
cat: 3
dan: 2
eve: 4

SELECT * FROM "odd ""; DROP TABLE x; --";
"we""ird; col" | select | ünï☃
a.b: 1 | 2 | 3

SELECT "we""ird; col", "select", "ünï☃" FROM "odd ""; DROP TABLE x; --" AS o WHERE o."select" = 2;
"we""ird; col" | select | ünï☃
a.b: 1 | 2 | 3
