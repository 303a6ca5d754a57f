SELECT {1 AS a, 2 AS b}.a AS x;
x
result: 1

SELECT {1 AS a, 2 AS b}[b] AS x;
x
result: 2

SELECT {1 AS a}.z AS x;
x
result: null
? the row has no column "z"; it reads as NULL (line 1, column 8)

SELECT {1 AS a}[z] AS x;
x
result: null
? the row has no column "z"; it reads as NULL (line 1, column 17)

SELECT {{3 AS c} AS b}.b.c AS x;
x
result: 3

SELECT {{3 AS c} AS b}[b].c AS x;
x
result: 3

SELECT {{3 AS c} AS b}[b][c] AS x;
x
result: 3

SELECT {1 AS "a b"}."a b" AS x;
x
result: 1

SELECT {x: 1, y: 2}.y AS x;
x
result: 2

SELECT {1 AS a}['s'] AS x;
x
result: "s"

SELECT [5, 6, 7][0] AS x;
x
result: 5

SELECT [5, 6, 7][2] AS x;
x
result: 7

SELECT [5, 6, 7][3] AS x;
x
result: null

SELECT [[1, 2], [3, 4]][1] AS x;
x
result: [3,4]

SELECT [[1, 2], [3, 4]][1][0] AS x;
x
result: 3

SELECT {[4, 5] AS e}.e.1 AS x;
x
result: 5

SELECT {1 AS a, 2 AS b}[{a + b AS s}].s AS x;
x
result: 3

SELECT {1 AS a, 2 AS b, 3 AS c}[{a, c AS d}] AS r;
r.a | r.d
result: 1 | 3

SELECT {1 AS a, 2 AS b}[{a, b AS c}] AS *;
a | c
result: 1 | 2

SELECT {x: 1, y: {z: 2}} AS r;
r.x | r.y.z
result: 1 | 2

SELECT {x: 1, y: {z: 2}} AS *;
x | y.z
result: 1 | 2

SELECT {x: 1};
{x: 1}.x
result: 1

SELECT {} AS *;
(no columns)
result:

SELECT size FROM shapes WHERE id = 1;
size.w | size.h
s1: 10 | 20

SELECT size.w FROM shapes;
size.w
s1: 10
s2: 30

SELECT e[1] AS x FROM shapes;
x
s1: 2
s2: 5

SELECT e.2 AS x FROM shapes;
x
s1: 3
s2: 6

SELECT {*} AS r FROM cities LIMIT 1;
r.city | r.country | r.people
c1: "Oslo" | "Norway" | 700000

SELECT {c*} AS r FROM cities LIMIT 1;
r.city | r.country
c1: "Oslo" | "Norway"

SELECT {size*}.size.w AS x FROM shapes LIMIT 1;
x
s1: 10

SELECT 1 AS *;
! type-mismatch: Expression with AS * must return a row (line 1, column 8)
