SELECT to_timestamp(0) AS x;
x
result: {"ts":"1970-01-01T00:00:00Z"}

SELECT to_timestamp(1.5) AS x;
x
result: {"ts":"1970-01-01T00:00:01.5Z"}

SELECT to_timestamp(-1) AS x;
x
result: {"ts":"1969-12-31T23:59:59Z"}

SELECT to_timestamp('2020-01-02') AS x;
x
result: {"ts":"2020-01-02T00:00:00Z"}

SELECT to_timestamp('2020-01-02T03:04:05.25Z') AS x;
x
result: {"ts":"2020-01-02T03:04:05.25Z"}

SELECT to_timestamp('2020-01-02T03:04:05+02:00') AS x;
x
result: {"ts":"2020-01-02T01:04:05Z"}

SELECT to_timestamp(inf) AS x;
x
result: {"ts":"Inf"}

SELECT to_timestamp(null) AS x;
x
result: null

SELECT to_timestamp('soon') AS x;
! type-mismatch: Executing builtin function to_timestamp: 'soon' is no ISO 8601 date or time, such as 2020-01-02T03:04:05Z (line 1, column 8)

SELECT date_part('microsecond', '2020-05-06T07:08:09.123456Z') AS x;
x
result: 123456

SELECT date_part('millisecond', '2020-05-06T07:08:09.123456Z') AS x;
x
result: 123

SELECT date_part('second', '2020-05-06T07:08:09Z') AS x;
x
result: 9

SELECT date_part('minute', '2020-05-06T07:08:09Z') AS x;
x
result: 8

SELECT date_part('hour', '2020-05-06T07:08:09Z') AS x;
x
result: 7

SELECT date_part('day', '2020-05-06T07:08:09Z') AS x;
x
result: 6

SELECT date_part('dow', '2020-01-05') AS x;
x
result: 0

SELECT date_part('doy', '2020-01-01') AS x;
x
result: 0

SELECT date_part('doy', '2016-12-31') AS x;
x
result: 365

SELECT date_part('isodow', '2020-01-05') AS x;
x
result: 7

SELECT date_part('isodoy', '2018-12-31') AS x;
x
result: 1

SELECT date_part('week', '2020-01-01') AS x;
x
result: 0

SELECT date_part('week', '2020-01-05') AS x;
x
result: 1

SELECT date_part('isoweek', '2021-01-03') AS x;
x
result: 53

SELECT date_part('month', '2020-05-06') AS x;
x
result: 5

SELECT date_part('quarter', '2020-05-06') AS x;
x
result: 2

SELECT date_part('year', '2020-05-06') AS x;
x
result: 2020

SELECT date_part('isoyear', '2018-12-31') AS x;
x
result: 2019

SELECT date_part('YEAR', TIMESTAMP '2020-05-06') AS x;
x
result: 2020

SELECT date_part('hour', '2020-05-06T23:30:00Z', '+01:00') AS x;
x
result: 0

SELECT date_part('hour', '2020-05-06T23:30:00Z', -60) AS x;
x
result: 22

SELECT date_part('month', null) AS x;
x
result: null

SELECT date_part('month', to_timestamp(inf)) AS x;
x
result: {"num":"NaN"}

SELECT date_part('age', '2020-01-01') AS x;
! invalid-argument: Executing builtin function date_part: 'age' is no unit of time; known are microsecond, millisecond, second, minute, hour, day, dow, doy, isodow, isodoy, week, isoweek, month, quarter, year, isoyear (line 1, column 8)

SELECT date_trunc('second', '2020-05-06T07:08:09.5Z') AS x;
x
result: {"ts":"2020-05-06T07:08:09Z"}

SELECT date_trunc('minute', '2020-05-06T07:08:09Z') AS x;
x
result: {"ts":"2020-05-06T07:08:00Z"}

SELECT date_trunc('hour', '2020-05-06T07:08:09Z') AS x;
x
result: {"ts":"2020-05-06T07:00:00Z"}

SELECT date_trunc('day', '2020-05-06T07:08:09Z') AS x;
x
result: {"ts":"2020-05-06T00:00:00Z"}

SELECT date_trunc('dow', '2020-05-06T07:08:09Z') AS x;
x
result: {"ts":"2020-05-06T00:00:00Z"}

SELECT date_trunc('week', '2020-05-06T07:08:09Z') AS x;
x
result: {"ts":"2020-05-03T00:00:00Z"}

SELECT date_trunc('isoweek', '2020-05-06T07:08:09Z') AS x;
x
result: {"ts":"2020-05-04T00:00:00Z"}

SELECT date_trunc('month', '2020-05-06T07:08:09Z') AS x;
x
result: {"ts":"2020-05-01T00:00:00Z"}

SELECT date_trunc('quarter', '2020-05-06T07:08:09Z') AS x;
x
result: {"ts":"2020-04-01T00:00:00Z"}

SELECT date_trunc('year', '2020-05-06T07:08:09Z') AS x;
x
result: {"ts":"2020-01-01T00:00:00Z"}

SELECT date_trunc('isoyear', '2020-05-06T07:08:09Z') AS x;
x
result: {"ts":"2019-12-30T00:00:00Z"}

SELECT date_trunc('day', '2020-05-06T23:30:00Z', '+01:00') AS x;
x
result: {"ts":"2020-05-06T23:00:00Z"}

SELECT date_trunc('day', null) AS x;
x
result: null

SELECT latest_timestamp(5) AS x;
x
result: {"ts":"-Inf"}

SELECT earliest_timestamp('a') AS x;
x
result: {"ts":"-Inf"}

SELECT now() > TIMESTAMP '2020-01-01' AS x;
x
result: 1

SELECT temporal_count(5) AS x;
x
result: 1

SELECT temporal_count(null) AS x;
x
result: 0

SELECT temporal_count({1 AS a, null AS b}) AS x;
x
result: {"a":1,"b":0}

SELECT temporal_sum({1 AS a, null AS b}) AS x;
x
result: {"a":1,"b":null}

SELECT temporal_avg(3) AS x;
x
result: 3

SELECT temporal_min('x') AS x;
x
result: "x"

SELECT temporal_max({1 AS a}) AS x;
x
result: {"a":1}

SELECT temporal_latest(null) AS x;
x
result: null

SELECT temporal_earliest(7) AS x;
x
result: 7
