"""Formulas written to do harm: to reach out of the language, to deceive a reader, to eat time or memory."""

from __future__ import annotations

REACHING_OUT = [
    "__import__('os').system('id')", "().__class__", "x.__class__", "x.__class__.__bases__", "''.__doc__",
    "a.b.__init__", "__builtins__", "__name__", "self.__dict__", "x.__getattribute__('y')", "getattr(x, 'y')",
    "setattr(x, 'y', 1)", "open('passwd')", "eval('1')", "exec('1')", "compile('1', '', 'eval')", "globals()",
    "locals()", "vars()", "dir()", "breakpoint()", "input()", "print(1)", "exit()", "type(1)", "object()", "id(1)",
    "hash(1)", "chr(65)", "ord('a')", "len('a')", "range(10)", "list((1))", "dict()", "set()", "bytes(9)", "map(1)",
    "lambda: 1", "lambda x: x", "(lambda: 1)()", "[x for x in y]", "{x for x in y}", "(x for x in y)", "[1, 2]",
    "{}", "{1: 2}", "x[0]", "x[0:1]", "x['a']", "import os", "from os import path", "import('os')", "def f(): 1",
    "class A: 1", "return 1", "yield 1", "await x", "async x", "del x", "raise x", "assert x, 1",
    "global x", "with x: y", "while true: 1", "for x in y: z", "if x: y", "1 if true else 2", "x := 1", "x = 1; y",
    "x, y", "*x", "**x", "x.y()", "x.y.z(1)", "x()", "f(x)(y)", "max(1)(2)", "max.min(1)", "x->y", "x::y", "x:y",
    "@x", "x @ y", "~x", "x & y", "x | y", "x && y", "x || y", "x << 2", "x >> 2", "x // y", "x ** y", "!x", "x!",
    "x++", "++x", "+x", "--x", "x += 1", "x ? y : z", "x ?? y", "#{x}", "${x}", "{{ x }}", "{% x %}", "%s", "%(x)s",
    "{0.__class__}", "f'{x}'", "r'x'", "b'x'", "`id`", "$(id)", "$x", "x; y", "x\\y", "'\\n'", "'\\x41'", "'\\u0041'",
    "'\\'", "'\\''", "\"\\\"\"", "'unclosed", "\"unclosed", "'a' 'b'", "'a' + 'b' 'c'",
]  # fmt: skip

SQL = [
    "(select password from users)", "1; drop table scores", "x from t", "read_csv('x')", "pg_sleep(10)",
    "sum(x) over ()", "x /* c */", "x -- c", "x -> 1", "'a' || 'b'", "cast(x as int)", "getenv('HOME')",
    "x union select 1", "*", "count(*)", "x as z", "x::text", "x is null", "x between 1 and 2", "x like 'a%'",
    "case when x then 1 end", "exists(x)", "nullif(x, 0)", "load_extension('x')", "x' or '1' = '1", "' or 1=1 --",
    "1) or (1 = 1", "x collate nocase", "pragma('x')", "x not like 'a'", "interval '1 day'", "x[1]",
    "version()", "benchmark(1, 1)", "xp_cmdshell('id')", "randomblob(9)", "=cmd|' /C calc'!A0", "=1+1", "@sum(1)",
    "+cmd", "HYPERLINK('x')", "INDIRECT('A1')", "A1:B2", "Sheet1!A1", "$A$1",
]  # fmt: skip

DECEIVING = [
    f"1{char}+ 1"
    for char in "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2066\u2067\u2068\u2069"
    "\ufeff\u00ad\u061c\u180e\u115f\u1160\u3164\uffa0\u2800\u00a0\u2007\u202f\u2028\u2029\u0085\x00\x01\x08\x0b\x0c"
    "\x1b\x7f\ue000\U000e0041\ufe0f\u0301\u20e3\ufffd\uffff"
]
DECEIVING += [f"kind = 'a{char}b'" for char in "\u202e\u2066\u200b\ufeff\x00\u2028\ufe0f\u3164\n\r\u0301"]
DECEIVING += [
    "аbs(1)", "mаx(1, 2)", "ѕum(1)", "αbs(1)", "ａbѕ(1)", "x＋＋y", "x⁺y", "x²", "½", "Ⅷ", "①", "١ + ١", "१", "߁",
    "1∕2", "1⁄2", "1⧸2", "a∗b", "a∙b", "a·b", "a–b", "a—b", "a‐b", "a‑b", "a⩾b", "a≧b", "a≦b", "a≈b", "a∧b", "a∨b",
    "¬a", "√2", "∑(1)", "∞", "π", "ﬁ", "ſum(1)", "ﷺ", "𝟏 + 1", "𝐚𝐛𝐬(1)", "ⓐ", "\uf900", "カ", "あ", "한", "é", "ñ",
    "1٫5", "1。5", "「a」", "【1】", "｛1｝", "［1］", "a；b", "a：b", "a＼b", "＂a＂", "＇a＇", "1％2", "《1》", "￥5",
]  # fmt: skip

TOO_BIG_TO_READ = {
    "nested parentheses": "(" * 2_000 + "1" + ")" * 1_999,
    "a hundred thousand parentheses": "(" * 100_000,
    "a million parentheses, closed": "(" * 500_000 + "1" + ")" * 500_000,
    "41 parentheses": "(" * 41 + "1" + ")" * 41,
    "nested calls": "abs(" * 900 + "1" + ")" * 900,
    "nested absolute values, 41": "abs(" * 41 + "1" + ")" * 41,
    "nested if": "if(true, " * 400 + "1",
    "nested coalesce": "coalesce(1, " * 300 + "1" + ")" * 300,
    "minus chain": "-" * 3_000 + "1",
    "minus chain with blanks": "- " * 1_900 + "1",
    "minus chain in brackets": "-(" * 1_000 + "1" + ")" * 1_000,
    "not chain": "not " * 900 + "true",
    "not chain, 41": "not " * 41 + "true",
    "Chinese not chain": "非 " * 1_900 + "真",
    "not in brackets": "not (" * 600 + "true" + ")" * 600,
    "thousand-arm if": "if(" + "1 = 1, 2, " * 398 + "3)",
    "thousand-argument maximum": "max(" + "1," * 1_900 + "1)",
    "thousand-argument coalesce": "coalesce(" + "x," * 1_900 + "1)",
    "thousand-term sum": "+".join(["1"] * 1_900),
    "250-term sum": " + ".join(["x"] * 250),
    "thousand-factor product": "*".join(["9"] * 1_900),
    "thousand comparisons": "<".join(["1"] * 1_900),
    "thousand conditions": " or ".join(["a"] * 700),
    "membership of a thousand": "x in (" + ",".join(["1"] * 1_900) + ")",
    "doubling membership": "((((a in (1,2)) in (true,false)) in (true,false)) in (true,false)) in (true,false) "
    * 30,
    "doubling comparisons": "1 < " + "(1 < " * 20 + "x" + " < 2) < 2" * 20,
    "digits bomb": "9" * 3_999,
    "decimals bomb": "0." + "0" * 3_000 + "1",
    "61 digits": "9" * 61,
    "million digits": "9" * 1_000_000,
    "long name": "a" * 3_999,
    "121-letter name": "a" * 121,
    "dotted name": ".".join(["a"] * 1_000),
    "long Chinese name": "税" * 3_000,
    "long text": "'" + "a" * 3_900 + "'",
    "201-letter text": "'" + "a" * 201 + "'",
    "million-letter text": "'" + "a" * 1_000_000 + "'",
    "quotes": "'" * 3_999,
    "doubled quotes": "''" * 1_999,
    "ten million blanks": " " * 10_000_000,
    "percent chain": "1" + "%" * 3_000,
    "power tower": "9^9^9^9",
    "long power tower": "^".join(["9"] * 1_900),
    "commas": "max(" + "," * 3_000 + ")",
    "dots": "." * 3_000,
    "exponent": "1e999999999",
    "small exponent": "1e-9",
    "hexadecimal": "0xFFFFFFFF",
    "underscored digits": "1_000_000",
    "closing brackets": ")" * 3_999,
    "mixed brackets": "([{" * 1_000,
    "Chinese and-chain": "1" + "且1" * 1_900,
    "unknown functions": "+".join(f"f{k}(1)" for k in range(500)),
    "a long unknown function": "f" * 119 + "(1)",
    "wrong rounds": "+".join(["round(1)"] * 400),
}

TOO_COSTLY = {
    "power tower in brackets": "9 ^ (9 ^ (9 ^ 9))",
    "power tower on the left": "((9 ^ 9) ^ 9) ^ (9 ^ 9)",
    "huge exponent": "2 ^ 999999999999999999999999",
    "huge negative exponent": "2 ^ -999999999999999999999999",
    "tiny base": "0.000000001 ^ 99999",
    "third of a third": "1 / (1 / 3) ^ 999999",
    "power function": "power(9, 9 ^ 9)",
    "nested power functions": "power(power(9, 99), power(9, 99))",
    "squares of squares": "(" * 14 + "(7 / 3)" + " ^ 2)" * 14 + " ^ 2",
    "cubes of cubes": "(" * 30 + "7" + " ^ 3)" * 30,
    "factorial-like": "product(" + ",".join(f"{k}" * 20 for k in range(1, 10)) + ") ^ 30",
    "long product": "product(" + ",".join(["(7 ^ 99)"] * 150) + ")",
    "coprime denominators": "+".join(f"1 / {k} ^ 1999" for k in (3, 7, 11, 13, 17)),
    "sum of coprime denominators": "sum(" + ",".join(f"1 / {k} ^ 3000" for k in (3, 7, 11, 13)) + ")",
    "long equal denominators": "sum(" + ",".join(["(2 / 3) ^ 8000"] * 90) + ")",
    "long quotients": "+".join(["(7 / 3) ^ 4000"] * 80),
    "long products and quotients": "*".join(["(7 / 3) ^ 2400 / (7 / 3) ^ 2399"] * 40),
    "exponential of a thousand and one": "exp(1001)",
    "exponential tower": "exp(exp(exp(exp(9))))",
    "negative exponential": "exp(-(9 ^ 99))",
    "irrational power": "7 ^ 99999999.5",
    "power of an irrational": "sqrt(2) ^ 999",
    "irrational square tower": "(((sqrt(2) ^ 9) ^ 9) ^ 9) ^ 9",
    "rounded power": "round(9 ^ 99999, 2)",
    "harmonic mean of long numbers": "harmean(" + ",".join(f"{k} ^ 2999" for k in (3, 5, 7, 11)) + ")",
    "interpolation among long numbers": "interpolate(2 ^ 9000 / 3 ^ 5000, 0, 1, 7 ^ 3000, 11 ^ 3000)",
    "mean of long numbers": "mean(" + ",".join(f"1 / {k} ^ 2500" for k in (3, 5, 7, 11)) + ")",
    "hidden in a coalesce": "coalesce(x / 0, 9 ^ 99999)",
    "hidden in an if": "if(1 > 2, 1, 9 ^ 99999)",
    "hidden in is_missing": "is_missing(9 ^ 99999)",
    "hidden in and": "true and 9 ^ 99999 > 1",
    "remainder of long numbers": "mod(7 ^ 4900, 3 ^ 9999)",
    "share of long numbers": "share(" + ",".join(f"1 / {k} ^ 2500" for k in (3, 5, 7, 11)) + ")",
}

TOO_COSTLY |= {
    "tails": "sum(" + ",".join(["normal_cdf(-39)"] * 160) + ")",
    "roots next to a tie": "sum(" + ",".join(["root((1 + 5 / 10 ^ 50) ^ 7 + 1 / 10 ^ 900, 7)"] * 24) + ")",
    "roots of high degree": "max(" + ",".join(["root(2 ^ 13000, 999)"] * 90) + ")",
    "logarithms of long numbers": "sum(" + ",".join(["ln(7 ^ 4900)"] * 120) + ")",
    "far logarithms close to one": "sum(" + ",".join(["log(7, 1 + 1 / 2 ^ 13000)"] * 45) + ")",
    "interpolations among long numbers": "sum("
    + ",".join(["interpolate(2 ^ 4500, 0, 1, 7 ^ 1700, 11 ^ 1500)"] * 30)
    + ")",
    "geometric means of long numbers": "sum(" + ",".join(["geomean(7 ^ 2400, 7 ^ 2401)"] * 50) + ")",
    "irrational powers": "sum(" + ",".join([f"{k} ^ 0.123" for k in range(2, 120)]) + ") ^ 999",
}

SLOW_BUT_ALLOWED = {
    "many long numbers": "+".join(["9" * 59] * 66),
    "product of long numbers": "*".join(["9" * 55] * 70),
    "logarithm close to one": "ln(1 + 1 / 2 ^ 13000)",
    "logarithm to a base close to one": "log(7, 1 + 1 / 2 ^ 13000)",
    "root next to a tie": "root((1 + 5 / 10 ^ 50) ^ 7 + 1 / 10 ^ 3000, 7)",
    "far tail": "normal_cdf(-39.99)",
    "many logarithms": "+".join(f"ln({k})" for k in range(2, 80)),
    "many roots": "+".join(f"root({k}, 7)" for k in range(2, 60)),
    "many tails": "sum(" + ",".join(f"normal_cdf(-39.{k})" for k in range(10, 16)) + ")",
    "nested logarithms": "ln(" * 3 + "9 ^ 4000" + ")" * 3,
    "long comparison": "(7 / 3) ^ 4900 < (7 / 3) ^ 4901",
    "long median": "median(" + ",".join(f"{k % 97}" for k in range(400)) + ")",
    "long interpolation": "interpolate(5, " + ",".join(f"{k}, {k % 7}" for k in range(1, 200)) + ")",
    "huge root degree": "root(7, 999999999999999999999999)",
    "tiny fractional power": "7 ^ (1 / 9 ^ 40)",
    "missing name": "nobody + 1",
    "type confusion": "'a' + 1",
    "truth as number": "true + true",
    "text as truth": "if('a', 1, 2)",
    "division by zero chain": "1 / 0 / 0 / 0",
    "context function": "last_year(last_year(last_year(x)))",
}

REFUSED_AT_READING: list[str] = [*REACHING_OUT, *SQL, *DECEIVING, *TOO_BIG_TO_READ.values()]
EVERYTHING: list[str] = [*REFUSED_AT_READING, *TOO_COSTLY.values(), *SLOW_BUT_ALLOWED.values()]
