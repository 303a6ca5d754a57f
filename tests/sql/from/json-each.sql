-- title: SQLite's table of a JSON text
SELECT * FROM json_each('[1,"a",{"b":2}]');
key | value | type | atom | id | parent | fullkey | path
0: 0 | 1 | "integer" | 1 | 1 | null | "$[0]" | "$"
1: 1 | "a" | "text" | "a" | 3 | null | "$[1]" | "$"
2: 2 | "{\"b\":2}" | "object" | null | 5 | null | "$[2]" | "$"

SELECT value FROM json_each('{"a":1,"b":[2,3]}', '$.b');
value
0: 2
1: 3

SELECT fullkey, atom FROM json_tree('{"a":[1,{"b":null}]}') WHERE type != 'array' AND type != 'object';
fullkey | atom
2: "$.a[0]" | 1
4: "$.a[1].b" | null

-- title: of each row, the arguments read what stands before
SELECT p.name, j.value FROM people AS p, json_each('["x",' || p.age || ']') AS j WHERE p.age > 30;
p.name | j.value
[ann]-[0]: "Ann" | "x"
[ann]-[1]: "Ann" | 31
[dan]-[0]: "Dan" | "x"
[dan]-[1]: "Dan" | 42

SELECT name, value FROM people JOIN json_each('[' || age || ',1]') WHERE value > 30;
name | value
[ann]-[0]: "Ann" | 31
[dan]-[0]: "Dan" | 42

-- title: LEFT JOIN keeps rows without
SELECT p.name, j.value FROM people AS p LEFT JOIN json_each('[' || p.age || ']') AS j ON j.value > 30;
p.name | j.value
[ann]-[0]: "Ann" | 31
[bob]-[]: "Bob" | null
[cat]-[]: "Cat" | null
[dan]-[0]: "Dan" | 42
[eve]-[]: "eve" | null

-- title: in a sub-select of each row
SELECT name, (SELECT count(*) FROM json_each('[1,2,' || people.age || ']') WHERE value > 1) AS n FROM people LIMIT 2;
name | n
ann: "Ann" | 2
bob: "Bob" | 2

-- title: grouped
SELECT value % 2 AS odd, sum(value) AS s FROM json_each('[1,2,3,4]') GROUP BY value % 2;
odd | s
[0]: 0 | 6
[1]: 1 | 4

-- title: rows are named by their position
SELECT rowName() AS n, value FROM json_each('["x","y"]') ORDER BY value DESC;
n | value
1: "1" | "y"
0: "0" | "x"

-- title: of text that must be awaited
SELECT name, value FROM people, json_each('[' || score({x: age})[value] || ']') WHERE name = 'Ann';
name | value
[ann]-[0]: "Ann" | 310
? cat: score: score of null

EXPLAIN SELECT name, value FROM people, json_each('[' || score({x: age})[value] || ']');
1 apply   score({x: people.age}) over SELECT people.age FROM people  batch 16
2 sqlite  SELECT people.name AS name, json_each.value AS value FROM people CROSS JOIN json_each('[' || score({x: people.age})[value] || ']')

-- title: an alias
SELECT j.key, j.value AS v FROM json_each('{"k":5}') AS j;
j.key | v
0: "k" | 5

SELECT json_each.value FROM json_each('[7]');
json_each.value
0: 7

SELECT value FROM json_each(NULL);
value

SELECT value FROM json_each('{');
! invalid-argument: SQLite: malformed JSON (line 1, column 19)

SELECT value FROM json_each();
! invalid-argument: json_each takes JSON text and perhaps a path in it (line 1, column 19)

SELECT value FROM json_each('[1]', '$', 3);
! invalid-argument: json_each takes JSON text and perhaps a path in it (line 1, column 19)

-- title: in a dataset function, as in a sub-select of FROM, what stands beside cannot be read
SELECT count(*) AS n, max(value) AS m FROM people AS p, merge(json_each('[5]'), json_each(p.age)) AS j;
n | m
[]: 5 | 5
? no column "p.age" here; it reads as NULL (line 1, column 91)

-- title: a call that fails over elements of JSON is reported under their place
SELECT count(*) AS n FROM people AS p, merge(json_each('[5]'), json_each('[' || score({x: age})[value] || ']')) AS j;
n
[]: 5
? no column "age" here; it reads as NULL (line 1, column 91)
? 0: score: score of null

-- title: of columns that only the run knows, which nothing else reads
SELECT j.value AS v FROM transpose(timed) AS t JOIN json_each('[' || a || ',' || b || ']') AS j;
v
[x]-[0]: 1
[x]-[1]: 2
