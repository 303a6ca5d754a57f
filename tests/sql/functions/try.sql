SELECT try(1 + 1) AS x;
x
result: 2

SELECT try(exp('a'), 5) AS x;
x
result: 5

SELECT try(exp('a')) AS x;
x
result: "Executing builtin function exp: Can't convert value 'a' of type 'ASCII_STRING' to double"

SELECT try(7 % 0, 'none') AS x;
x
result: "none"

SELECT try(null, 5) AS x;
x
result: null

SELECT try(try(7 % 0, exp('a')), 3) AS x;
x
result: 3

SELECT 1 + try(7 % 0, 1) AS x;
x
result: 2

SELECT try(nothing_like(1), 5);
! unknown-function: there is no function "nothing_like" (line 1, column 12)

SELECT sqrt(1, 2);
! invalid-argument: Binding builtin function sqrt: expected 1 argument, got 2 (line 1, column 8)

SELECT exp('a');
! type-mismatch: Executing builtin function exp: Can't convert value 'a' of type 'ASCII_STRING' to double (line 1, column 8)

-- title: an aggregate of what fails fails
SELECT try(sum(exp(name)), 'failed') AS s, try(count(exp(age)), 0) AS n FROM people;
s | n
[]: "failed" | 4

SELECT try(string_agg(city & 1, ','), 2) AS x FROM people;
x
[]: 2

-- title: a function of SQLite does not hide what failed in its arguments
SELECT try(typeof(name & 1), 'failed') AS t, try(hex(name & 1), 1) AS h, try(instr(name & 1, 'a'), 2) AS i, try(json_type(name & 1), 3) AS j, try(typeof(age & 1), 'failed') AS a FROM people WHERE age = 31;
t | h | i | j | a
ann: "failed" | 1 | 2 | 3 | "integer"
