SELECT * FROM row_dataset({x: 1, y: 'a', z: {w: 3}});
column | value
0: {"path":["x"]} | 1
1: {"path":["y"]} | "a"
2: {"path":["z"]} | {"w":3}

SELECT * FROM atom_dataset({x: 1, y: [5, 6], z: {w: 3}}) ORDER BY value;
column | value
0: {"path":["x"]} | 1
3: {"path":["z","w"]} | 3
1: {"path":["y","0"]} | 5
2: {"path":["y","1"]} | 6

SELECT column, value FROM row_dataset(parse_json('{"a": 1, "b": [2, 3]}', {arrays: 'parse'}));
column | value
0: {"path":["a"]} | 1
1: {"path":["b"]} | {"0":2,"1":3}

SELECT value FROM atom_dataset([7, 8]) WHERE value > 7;
value
1: 8

SELECT * FROM row_dataset({});
column | value

SELECT * FROM row_dataset(1);
! type-mismatch: row_dataset and atom_dataset take a row (line 1, column 15)

SELECT * FROM transpose(cities);
…
country: {"c1":"Norway","c2":"Italy","c3":"Switzerland"}
people: {"c1":700000,"c2":2800000,"c3":134000}
city: {"c1":"Oslo","c2":"Rome","c3":"Bern"}

SELECT ann, eve FROM transpose((SELECT age, height FROM people));
ann | eve
height: 1.7 | 1.75
age: 31 | 25

SELECT * FROM transpose(transpose(cities));
…
c2: {"city":"Rome","country":"Italy","people":2800000}
c1: {"city":"Oslo","country":"Norway","people":700000}
c3: {"city":"Bern","country":"Switzerland","people":134000}

SELECT name FROM sample(people, {rows: 2, seed: 3});
name
dan: "Dan"
ann: "Ann"

SELECT count(*) AS n FROM sample(people, {fraction: 0.4, seed: 1});
n
[]: 2

SELECT count(*) AS n FROM sample(people);
n
[]: 1

SELECT * FROM sample(people, {rows: 2, fraction: 0.5});
! invalid-argument: sample takes rows or fraction, not both (line 1, column 15)

SELECT * FROM sample(people, {lines: 2});
! invalid-argument: sample has no option "lines"; it has rows, fraction, withReplacement, seed (line 1, column 15)

SELECT * FROM sample(people, {fraction: 2});
! invalid-argument: sample: fraction must be between 0 and 1 (line 1, column 15)

SELECT * FROM merge((SELECT name, age FROM people LIMIT 2), (SELECT height FROM people LIMIT 3));
name | age | height
cat: null | null | 1.6
ann: "Ann" | 31 | 1.7
bob: "Bob" | 25 | 1.85

SELECT * FROM merge(cities, cities) LIMIT 1;
city | country | people
c2: "Rome" | "Italy" | 2800000

SELECT count(*) AS n FROM merge(people, cities, shapes);
n
[]: 10

SELECT x.name FROM merge(people, cities) AS x WHERE x.country IS NULL AND x.age > 30;
x.name
dan: "Dan"
ann: "Ann"

SELECT * FROM nothing(people);
! unknown-function: there is no dataset function "nothing" for FROM; there are row_dataset, atom_dataset, json_each, json_tree, merge, sample, union, transpose (line 1, column 15)

SELECT * FROM transpose();
! invalid-argument: transpose needs a dataset (line 1, column 15)

SELECT * FROM transpose(sparse);
…
z.q: {"b":5}
x: {"a":1,"b":3}
z.p: {"b":"u"}
y: {"a":2}

-- title: the value of a structure is a row, that atom_dataset takes apart
SELECT column, value.c AS c FROM row_dataset({a: 1, b: {c: 2, d: [3, 4]}});
column | c
0: {"path":["a"]} | null
1: {"path":["b"]} | 2

SELECT * FROM atom_dataset({a: 1, b: {c: 2, d: [3, 4]}});
column | value
0: {"path":["a"]} | 1
1: {"path":["b","c"]} | 2
2: {"path":["b","d","0"]} | 3
3: {"path":["b","d","1"]} | 4

SELECT * FROM row_dataset(parse_json('{"a":{"x":1,"y":2},"b":3}'));
column | value
0: {"path":["a"]} | {"x":1,"y":2}
1: {"path":["b"]} | 3

SELECT * FROM atom_dataset(parse_json('{"a":{"x":1,"y":2},"b":3}'));
column | value
0: {"path":["a","x"]} | 1
1: {"path":["a","y"]} | 2
2: {"path":["b"]} | 3

-- title: union needs no quotes where a dataset is expected
SELECT name, country FROM union(people, cities) WHERE name = 'Ann' OR country = 'Italy';
name | country
0.ann: "Ann" | null
1.c2: null | "Italy"

SELECT name FROM people UNION (SELECT 'x');
! syntax: expected SELECT, found "(" (line 1, column 31)
