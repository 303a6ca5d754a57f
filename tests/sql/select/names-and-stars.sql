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
