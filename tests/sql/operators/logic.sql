SELECT 1 AND 1 AS x;
x
result: 1

SELECT 1 OR 1 AS x;
x
result: 1

SELECT 1 AND 0 AS x;
x
result: 0

SELECT 1 OR 0 AS x;
x
result: 1

SELECT 1 AND null AS x;
x
result: null

SELECT 1 OR null AS x;
x
result: 1

SELECT 0 AND 1 AS x;
x
result: 0

SELECT 0 OR 1 AS x;
x
result: 1

SELECT 0 AND 0 AS x;
x
result: 0

SELECT 0 OR 0 AS x;
x
result: 0

SELECT 0 AND null AS x;
x
result: 0

SELECT 0 OR null AS x;
x
result: null

SELECT null AND 1 AS x;
x
result: null

SELECT null OR 1 AS x;
x
result: 1

SELECT null AND 0 AS x;
x
result: 0

SELECT null OR 0 AS x;
x
result: null

SELECT null AND null AS x;
x
result: null

SELECT null OR null AS x;
x
result: null

SELECT NOT 1 AS x;
x
result: 0

SELECT NOT 0 AS x;
x
result: 1

SELECT NOT null AS x;
x
result: null

SELECT NOT 0.0 AS x;
x
result: 1

SELECT NOT '' AS x;
x
result: 1

SELECT NOT 'a' AS x;
x
result: 0

SELECT NOT '0' AS x;
x
result: 0

SELECT NOT nan AS x;
x
result: 1

SELECT NOT TIMESTAMP 0 AS x;
x
result: 0

SELECT CASE WHEN 0 THEN 1 ELSE 0 END AS x;
x
result: 0

SELECT count(*) AS n FROM cities WHERE 0;
n
[]: 0

SELECT CASE WHEN 1 THEN 1 ELSE 0 END AS x;
x
result: 1

SELECT count(*) AS n FROM cities WHERE 1;
n
[]: 3

SELECT CASE WHEN -1 THEN 1 ELSE 0 END AS x;
x
result: 1

SELECT count(*) AS n FROM cities WHERE -1;
n
[]: 3

SELECT CASE WHEN 0.5 THEN 1 ELSE 0 END AS x;
x
result: 1

SELECT count(*) AS n FROM cities WHERE 0.5;
n
[]: 3

SELECT CASE WHEN nan THEN 1 ELSE 0 END AS x;
x
result: 0

SELECT count(*) AS n FROM cities WHERE nan;
n
[]: 0

SELECT CASE WHEN inf THEN 1 ELSE 0 END AS x;
x
result: 1

SELECT count(*) AS n FROM cities WHERE inf;
n
[]: 3

SELECT CASE WHEN '' THEN 1 ELSE 0 END AS x;
x
result: 0

SELECT count(*) AS n FROM cities WHERE '';
n
[]: 0

SELECT CASE WHEN '0' THEN 1 ELSE 0 END AS x;
x
result: 1

SELECT count(*) AS n FROM cities WHERE '0';
n
[]: 3

SELECT CASE WHEN 'a' THEN 1 ELSE 0 END AS x;
x
result: 1

SELECT count(*) AS n FROM cities WHERE 'a';
n
[]: 3

SELECT CASE WHEN TIMESTAMP 0 THEN 1 ELSE 0 END AS x;
x
result: 1

SELECT count(*) AS n FROM cities WHERE TIMESTAMP 0;
n
[]: 3

SELECT CASE WHEN null THEN 1 ELSE 0 END AS x;
x
result: 0

SELECT count(*) AS n FROM cities WHERE null;
n
[]: 0

SELECT CASE WHEN true THEN 1 ELSE 0 END AS x;
x
result: 1

SELECT count(*) AS n FROM cities WHERE true;
n
[]: 3

SELECT CASE WHEN false THEN 1 ELSE 0 END AS x;
x
result: 0

SELECT count(*) AS n FROM cities WHERE false;
n
[]: 0
