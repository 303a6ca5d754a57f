SELECT p.name AS a, c.country AS b FROM people AS p JOIN cities AS c ON p.city = c.city ORDER BY a, b;
a | b
[ann]-[c1]: "Ann" | "Norway"
[bob]-[c2]: "Bob" | "Italy"
[cat]-[c1]: "Cat" | "Norway"

SELECT p.name AS a, c.country AS b FROM people AS p JOIN cities AS c ON p.city = c.city AND p.age > 26 ORDER BY a, b;
a | b
[ann]-[c1]: "Ann" | "Norway"

SELECT p.name AS a, c.country AS b FROM people AS p JOIN cities AS c ON p.city = c.city WHERE c.people > 1000000 ORDER BY a, b;
a | b
[bob]-[c2]: "Bob" | "Italy"

SELECT p.name AS a, c.country AS b FROM people AS p LEFT JOIN cities AS c ON p.city = c.city ORDER BY a, b;
a | b
[ann]-[c1]: "Ann" | "Norway"
[bob]-[c2]: "Bob" | "Italy"
[cat]-[c1]: "Cat" | "Norway"
[dan]-[]: "Dan" | null
[eve]-[]: "eve" | null

SELECT p.name AS a, c.country AS b FROM people AS p LEFT JOIN cities AS c ON p.city = c.city AND p.age > 26 ORDER BY a, b;
a | b
[ann]-[c1]: "Ann" | "Norway"
[bob]-[]: "Bob" | null
[cat]-[]: "Cat" | null
[dan]-[]: "Dan" | null
[eve]-[]: "eve" | null

SELECT p.name AS a, c.country AS b FROM people AS p LEFT JOIN cities AS c ON p.city = c.city WHERE c.people > 1000000 ORDER BY a, b;
a | b
[bob]-[c2]: "Bob" | "Italy"

SELECT p.name AS a, c.country AS b FROM people AS p RIGHT JOIN cities AS c ON p.city = c.city ORDER BY a, b;
a | b
[]-[c3]: null | "Switzerland"
[ann]-[c1]: "Ann" | "Norway"
[bob]-[c2]: "Bob" | "Italy"
[cat]-[c1]: "Cat" | "Norway"

SELECT p.name AS a, c.country AS b FROM people AS p RIGHT JOIN cities AS c ON p.city = c.city AND p.age > 26 ORDER BY a, b;
a | b
[]-[c2]: null | "Italy"
[]-[c3]: null | "Switzerland"
[ann]-[c1]: "Ann" | "Norway"

SELECT p.name AS a, c.country AS b FROM people AS p RIGHT JOIN cities AS c ON p.city = c.city WHERE c.people > 1000000 ORDER BY a, b;
a | b
[bob]-[c2]: "Bob" | "Italy"

SELECT p.name AS a, c.country AS b FROM people AS p FULL JOIN cities AS c ON p.city = c.city ORDER BY a, b;
a | b
[]-[c3]: null | "Switzerland"
[ann]-[c1]: "Ann" | "Norway"
[bob]-[c2]: "Bob" | "Italy"
[cat]-[c1]: "Cat" | "Norway"
[dan]-[]: "Dan" | null
[eve]-[]: "eve" | null

SELECT p.name AS a, c.country AS b FROM people AS p FULL JOIN cities AS c ON p.city = c.city AND p.age > 26 ORDER BY a, b;
a | b
[]-[c2]: null | "Italy"
[]-[c3]: null | "Switzerland"
[ann]-[c1]: "Ann" | "Norway"
[bob]-[]: "Bob" | null
[cat]-[]: "Cat" | null
[dan]-[]: "Dan" | null
[eve]-[]: "eve" | null

SELECT p.name AS a, c.country AS b FROM people AS p FULL JOIN cities AS c ON p.city = c.city WHERE c.people > 1000000 ORDER BY a, b;
a | b
[bob]-[c2]: "Bob" | "Italy"

SELECT p.name AS a, c.city AS b FROM people AS p JOIN cities AS c ON p.name < c.city ORDER BY a, b;
a | b
[ann]-[c3]: "Ann" | "Bern"
[ann]-[c1]: "Ann" | "Oslo"
[ann]-[c2]: "Ann" | "Rome"
[bob]-[c1]: "Bob" | "Oslo"
[bob]-[c2]: "Bob" | "Rome"
[cat]-[c1]: "Cat" | "Oslo"
[cat]-[c2]: "Cat" | "Rome"
[dan]-[c1]: "Dan" | "Oslo"
[dan]-[c2]: "Dan" | "Rome"

SELECT p.name AS a, c.city AS b FROM people AS p CROSS JOIN cities AS c WHERE p.age = 31 ORDER BY b;
a | b
[ann]-[c3]: "Ann" | "Bern"
[ann]-[c1]: "Ann" | "Oslo"
[ann]-[c2]: "Ann" | "Rome"

SELECT p.name AS a, c.city AS b FROM people AS p, cities AS c WHERE p.city = c.city ORDER BY a;
a | b
[ann]-[c1]: "Ann" | "Oslo"
[bob]-[c2]: "Bob" | "Rome"
[cat]-[c1]: "Cat" | "Oslo"

SELECT p.name AS a, c.country AS b FROM people AS p JOIN cities AS c USING (city) ORDER BY a;
a | b
[ann]-[c1]: "Ann" | "Norway"
[bob]-[c2]: "Bob" | "Italy"
[cat]-[c1]: "Cat" | "Norway"

SELECT p.name AS a, c.country AS b FROM people AS p LEFT JOIN cities AS c ON 0 ORDER BY a;
a | b
[ann]-[]: "Ann" | null
[bob]-[]: "Bob" | null
[cat]-[]: "Cat" | null
[dan]-[]: "Dan" | null
[eve]-[]: "eve" | null

SELECT p.name AS a, c.country AS b FROM people AS p JOIN cities AS c ON p.city = c.city AND c.country LIKE 'N%' ORDER BY a;
a | b
[ann]-[c1]: "Ann" | "Norway"
[cat]-[c1]: "Cat" | "Norway"
