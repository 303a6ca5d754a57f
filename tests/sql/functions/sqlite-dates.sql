SELECT date('2020-01-31') AS x;
x
result: "2020-01-31"

SELECT date('2020-01-31', '+1 day') AS x;
x
result: "2020-02-01"

SELECT date('2020-01-31', '+1 month') AS x;
x
result: "2020-03-02"

SELECT date('2020-02-29', '+1 year') AS x;
x
result: "2021-03-01"

SELECT date('2020-01-15', 'start of month') AS x;
x
result: "2020-01-01"

SELECT date('2020-05-15', 'start of year') AS x;
x
result: "2020-01-01"

SELECT date('2020-05-15', 'start of month', '+1 month', '-1 day') AS x;
x
result: "2020-05-31"

SELECT date('2020-05-15', 'weekday 0') AS x;
x
result: "2020-05-17"

SELECT time('2020-01-01 12:34:56') AS x;
x
result: "12:34:56"

SELECT time('12:00', '+90 minutes') AS x;
x
result: "13:30:00"

SELECT datetime('2020-01-01 12:34:56') AS x;
x
result: "2020-01-01 12:34:56"

SELECT datetime('2020-01-01T12:34:56Z') AS x;
x
result: "2020-01-01 12:34:56"

SELECT datetime(0, 'unixepoch') AS x;
x
result: "1970-01-01 00:00:00"

SELECT datetime(1577836800, 'unixepoch') AS x;
x
result: "2020-01-01 00:00:00"

SELECT julianday('2000-01-01') AS x;
x
result: 2451544.5

SELECT unixepoch('2020-01-01') AS x;
x
result: 1577836800

SELECT strftime('%Y-%m-%d', '2020-05-06') AS x;
x
result: "2020-05-06"

SELECT strftime('%H:%M:%S', '2020-05-06 07:08:09') AS x;
x
result: "07:08:09"

SELECT strftime('%j', '2020-12-31') AS x;
x
result: "366"

SELECT strftime('%w', '2020-05-06') AS x;
x
result: "3"

SELECT strftime('%s', '1970-01-02') AS x;
x
result: "86400"

SELECT strftime('%Y week %W', '2020-05-06') AS x;
x
result: "2020 week 18"

SELECT strftime('%f', '2020-05-06 07:08:09.123') AS x;
x
result: "09.123"

SELECT timediff('2020-01-02', '2020-01-01') AS x;
x
result: "+0000-00-01 00:00:00.000"

SELECT date('nonsense') AS x;
x
result: null

SELECT date(null) AS x;
x
result: null
