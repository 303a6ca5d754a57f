SELECT COLUMN EXPR (SELECT value() WHERE columnName() LIKE 'c%') FROM cities;
city | country
c1: "Oslo" | "Norway"
c2: "Rome" | "Italy"
c3: "Bern" | "Switzerland"

SELECT COLUMN EXPR (AS 'x_' + columnName()) FROM cities LIMIT 1;
x_city | x_country | x_people
c1: "Oslo" | "Norway" | 700000

SELECT COLUMN EXPR (SELECT value() * 2 AS columnName() + '2' WHERE columnName() IN ('age', 'height')) FROM people;
age2 | height2
ann: 62 | 3.4
bob: 50 | 3.7
cat: null | 3.2
dan: 84 | null
eve: 50 | 3.5

SELECT COLUMN EXPR (ORDER BY columnName() LIMIT 2) FROM people LIMIT 1;
age | city
ann: 31 | "Oslo"

SELECT COLUMN EXPR (ORDER BY columnName() DESC OFFSET 1 LIMIT 2) FROM people LIMIT 1;
city | height
ann: "Oslo" | 1.7

SELECT COLUMN EXPR (WHERE columnPathElement(0) = 'e') FROM shapes;
e.0 | e.1 | e.2
s1: 1 | 2 | 3
s2: 4 | 5 | 6

SELECT COLUMN EXPR STRUCTURED (WHERE columnName() != 'id') FROM shapes LIMIT 1;
e | size.w | size.h
s1: [1,2,3] | 10 | 20

SELECT COLUMN EXPR (AS columnPathElement(-1) WHERE columnPathLength() > 1) FROM shapes LIMIT 1;
0 | 1 | 2 | w | h
s1: 1 | 2 | 3 | 10 | 20

SELECT COLUMN EXPR (AS null) FROM cities;
! invalid-argument: Cannot have a NULL column name (line 1, column 8)

SELECT COLUMN EXPR (SELECT rowCount()) FROM people GROUP BY 1;
name | age | city | height
[1]: 5 | 4 | 4 | 4

SELECT COLUMN EXPR (WHERE value() = 1) FROM people;
…
ann: {}
bob: {}
cat: {}
dan: {}
eve: {}

-- title: STRUCTURED visits the top level, where a structure is one row
SELECT COLUMN EXPR STRUCTURED (SELECT columnName()) FROM shapes LIMIT 1;
id | e | size
s1: "id" | "e" | "size"

SELECT COLUMN EXPR STRUCTURED (WHERE columnName() = 'size') FROM shapes;
size.w | size.h
s1: 10 | 20
s2: 30 | 40

SELECT COLUMN EXPR STRUCTURED (SELECT cardinality(value()) WHERE columnPathLength() = 1 AND columnName() LIKE 's%') FROM shapes;
size
s1: 2
s2: 2

SELECT COLUMN EXPR STRUCTURED (AS 'my_' || columnName() WHERE columnName() LIKE 's%') FROM shapes;
my_size.w | my_size.h
s1: 10 | 20
s2: 30 | 40

SELECT COLUMN EXPR STRUCTURED (SELECT rowCount()) FROM shapes LIMIT 1;
id | e | size
s1: 2 | 2 | 2
