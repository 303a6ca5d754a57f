-- title: what is computed over rows or groups is refused where there are none
SELECT name FROM people WHERE age = (SELECT max((SELECT age)));
! not-supported: an aggregate or a function with OVER stands where it cannot be computed; compute it in a sub-select in FROM

SELECT name FROM people WHERE rank() OVER (ORDER BY age) = 1;
! type-mismatch: rank() OVER (…) may stand in SELECT and ORDER BY only, not inside another or an aggregate (line 1, column 31)

SELECT city FROM people GROUP BY city HAVING rank() OVER (ORDER BY city) = 1;
! type-mismatch: rank() OVER (…) may stand in SELECT and ORDER BY only, not inside another or an aggregate (line 1, column 46)

SELECT sum(rank() OVER (ORDER BY age)) FROM people;
! type-mismatch: rank() OVER (…) may stand in SELECT and ORDER BY only, not inside another or an aggregate (line 1, column 12)

SELECT DISTINCT ON (age) age FROM people ORDER BY age, rank() OVER (ORDER BY age);
! not-supported: DISTINCT ON cannot be ordered by a function with OVER (line 1, column 1)

SELECT 1 AS x NAMED sum(age) FROM people;
! type-mismatch: aggregate sum is not allowed here (line 1, column 21)

SELECT count(*) OVER (ORDER BY v RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) AS n FROM mixed;
! not-supported: RANGE with an offset needs one ORDER BY expression, whose values are plain numbers

SELECT name FROM people ORDER BY max(age);
! type-mismatch: aggregate max is not allowed here (line 1, column 34)

-- title: a failure at run time has the place of its call
SELECT name,
  upper(exp(name)) AS x FROM people;
! type-mismatch: Executing builtin function exp: Can't convert value 'Ann' of type 'ASCII_STRING' to double (line 2, column 9)

-- title: unless there are several
SELECT exp(name) AS x, exp(age) AS y FROM people;
! type-mismatch: Executing builtin function exp: Can't convert value 'Ann' of type 'ASCII_STRING' to double

-- title: or a function made of expressions may have brought it
SELECT exp(name) AS x, square({x: age}) AS y FROM people;
! type-mismatch: Executing builtin function exp: Can't convert value 'Ann' of type 'ASCII_STRING' to double

-- title: a name of a builtin that is no call
SELECT exp(name) AS exp FROM people;
! type-mismatch: Executing builtin function exp: Can't convert value 'Ann' of type 'ASCII_STRING' to double (line 1, column 8)

-- title: an operator that is the only one of its kind has a place
SELECT *, -age * 2, {1 AS x} * city FROM people;
! type-mismatch: Can't convert value 'Oslo' of type 'ASCII_STRING' to double

SELECT *, 3 + {1 AS x} * city AS z FROM people;
! type-mismatch: Can't convert value 'Oslo' of type 'ASCII_STRING' to double (line 1, column 24)

SELECT name FROM people
  WHERE 5 % (age - 25) = 0;
! invalid-argument: Integer Modulus by a zero dividend (line 2, column 11)

SELECT age - 1, -name FROM people;
! type-mismatch: Can't convert value 'Ann' of type 'ASCII_STRING' to double (line 1, column 17)

SELECT name - 1, -age FROM people;
! type-mismatch: Can't convert value 'Ann' of type 'ASCII_STRING' to double (line 1, column 13)

-- title: and so has what SQLite refuses
SELECT json_extract(name, '$') FROM people;
! invalid-argument: SQLite: malformed JSON (line 1, column 8)

SELECT name -> 'a' FROM people;
! invalid-argument: SQLite: malformed JSON (line 1, column 13)

SELECT ntile(0) OVER (ORDER BY age) FROM people;
! invalid-argument: SQLite: argument of ntile must be a positive integer (line 1, column 8)
