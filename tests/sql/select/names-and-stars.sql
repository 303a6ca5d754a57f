SELECT 1 + 1.1;
"1 + 1.1"
result: 2.1

SELECT 1+1;
1+1
result: 2

SELECT lower('A');
lower('A')
result: "a"

SELECT 1 AS a.b;
a.b
result: 1

SELECT 1 AS "a.b";
"a.b"
result: 1

SELECT a: 1, b.c: 2;
a | b.c
result: 1 | 2

SELECT name, age FROM people WHERE age = 31;
name | age
ann: "Ann" | 31

SELECT city* FROM cities LIMIT 1;
city
c1: "Oslo"

SELECT c* FROM cities LIMIT 1;
city | country
c1: "Oslo" | "Norway"

SELECT c* AS d* FROM cities LIMIT 1;
dity | dountry
c1: "Oslo" | "Norway"

SELECT c* AS * FROM cities LIMIT 1;
ity | ountry
c1: "Oslo" | "Norway"

SELECT * AS p* FROM cities LIMIT 1;
pcity | pcountry | ppeople
c1: "Oslo" | "Norway" | 700000

SELECT * AS p.* FROM cities LIMIT 1;
p.city | p.country | p.people
c1: "Oslo" | "Norway" | 700000

SELECT * EXCLUDING (city) FROM cities LIMIT 1;
country | people
c1: "Norway" | 700000

SELECT * EXCLUDING (c*) FROM cities LIMIT 1;
people
c1: 700000

SELECT * EXCLUDING (city, people) FROM cities LIMIT 1;
country
c1: "Norway"

SELECT * EXCLUDING (nothing) FROM cities LIMIT 1;
city | country | people
c1: "Oslo" | "Norway" | 700000
? EXCLUDING: there is no column "nothing" here (line 1, column 21)

SELECT c.* FROM cities AS c LIMIT 1;
city | country | people
c1: "Oslo" | "Norway" | 700000

SELECT size.* FROM shapes LIMIT 1;
size.w | size.h
s1: 10 | 20

SELECT size.* AS * FROM shapes LIMIT 1;
w | h
s1: 10 | 20

SELECT size.w* FROM shapes LIMIT 1;
size.w
s1: 10

SELECT city, * EXCLUDING (city) FROM cities LIMIT 1;
city | country | people
c1: "Oslo" | "Norway" | 700000

SELECT people * 2 AS p FROM cities LIMIT 1;
p
c1: 1400000

SELECT *;
! type-mismatch: Wildcard usage requires a FROM statement (line 1, column 8)

-- title: the numbers of an embedding
SELECT e.* FROM shapes LIMIT 1;
e
s1: [1,2,3]

SELECT e.* AS * FROM shapes LIMIT 1;
0 | 1 | 2
s1: 1 | 2 | 3

SELECT e.* AS n* FROM shapes LIMIT 1;
n0 | n1 | n2
s1: 1 | 2 | 3

SELECT shapes.e.* EXCLUDING (e.0) FROM shapes LIMIT 1;
e.1 | e.2
s1: 2 | 3

-- title: a wildcard that selects nothing is probably misspelled
SELECT naem* FROM people LIMIT 1;
(no columns)
ann:
? no column begins as naem* does; it selects nothing. Did you mean "name"? (line 1, column 8)

SELECT nothing.* FROM people LIMIT 1;
(no columns)
ann:
? no column begins as nothing.* does; it selects nothing (line 1, column 8)

SELECT * EXCLUDING (naem, city) FROM people LIMIT 1;
name | age | height
ann: "Ann" | 31 | 1.7
? EXCLUDING: there is no column "naem" here. Did you mean "name"? (line 1, column 21)

-- title: on a side of a join
SELECT p.* EXCLUDING (p.name, city) FROM people AS p JOIN cities AS c ON p.city = c.city LIMIT 1;
age | height
[ann]-[c1]: 31 | 1.7

-- title: of an open dataset nobody can know
SELECT zz* FROM sparse LIMIT 1;
…
a: {}

SELECT * EXCLUDING (zz) FROM sparse LIMIT 1;
x | …
a: 1 | {"y":2}
