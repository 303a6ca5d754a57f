SELECT [1, 2] + 1 AS x;
x
result: [2,3]

SELECT 1 + [1, 2] AS x;
x
result: [2,3]

SELECT [1, 2] * [3, 4] AS x;
x
result: [3,8]

SELECT [1, 2] - [1, 1] AS x;
x
result: [0,1]

SELECT [2, 4] / 2 AS x;
x
result: [1,2]

SELECT [[1, 2], [3, 4]] * 2 AS x;
x
result: [[2,4],[6,8]]

SELECT (2 * {1 AS a, 2 AS b})[a] AS x;
x
result: 2

SELECT ({1 AS a, 2 AS b} + {10 AS a, 20 AS b})[b] AS x;
x
result: 22

SELECT -[1, 2] AS x;
x
result: [-1,-2]

SELECT ([1, 2] + 1)[0] AS x;
x
result: 2

SELECT [1, 2] / [2, 4] AS x;
x
result: [0.5,0.5]

SELECT [5, 7] % 4 AS x;
x
result: [1,3]
