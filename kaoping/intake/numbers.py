"""A small grammar of Chinese numbers, exact: 1.8, 1,200, 三千, 百分之五点五, 两成, 千亿, 三分之一, 十五, 半."""

from __future__ import annotations

from fractions import Fraction

DIGITS = {"零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
          "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}  # fmt: skip
TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}
HAN_NUMBER = "零〇○一二两三四五六七八九十百千"


class NotANumber(ValueError):
    """The words are not a number of this grammar."""


def value_of(words: str) -> Fraction:
    """The number a stretch of digits or numerals means; 万 and 亿 included. Raises NotANumber.

    千 alone is 1000 (千亿 is 1000 亿), 十 alone 10. 一百五 is 150, 二〇二五 is 2025.
    """
    plain = words.replace(",", "").replace("，", "").strip()
    if not plain:
        raise NotANumber(words)
    for sign, denominator in (("百分之", 100), ("千分之", 1000)):
        if plain.startswith(sign):
            return value_of(plain.removeprefix(sign)) / denominator
    if "分之" in plain:
        below, _, above = plain.partition("分之")
        return value_of(above) / value_of(below)
    if plain[0].isdigit():
        return _western(plain)
    return _han(plain)


def _western(plain: str) -> Fraction:
    cut = len(plain)
    while cut and plain[cut - 1] in "百千万亿":
        cut -= 1
    head = plain[:cut]
    if not head.isascii() or head.count(".") > 1 or not head.replace(".", "").isdigit() or head.endswith("."):
        raise NotANumber(plain)
    whole, _, tail = head.partition(".")
    value = Fraction(int(whole + tail), 10 ** len(tail)) if tail else Fraction(int(whole))
    for letter in plain[cut:]:
        value *= TENS.get(letter, 0) or MYRIADS[letter]
    return value


def _han(plain: str) -> Fraction:
    if plain == "半":
        return Fraction(1, 2)
    whole, point, decimals = plain.partition("点")
    value = Fraction(_whole(whole)) if whole else Fraction(0)
    if point:
        tail = decimals.rstrip("百千万亿")
        scale = decimals[len(tail) :]
        if not tail or any(letter not in DIGITS for letter in tail):
            raise NotANumber(plain)
        value += Fraction(int("".join(str(DIGITS[letter]) for letter in tail)), 10 ** len(tail))
        for letter in scale:
            value *= TENS.get(letter, 0) or MYRIADS[letter]
    return value


def _whole(words: str) -> int:
    if len(words) > 1 and all(letter in DIGITS for letter in words):
        return int("".join(str(DIGITS[letter]) for letter in words))
    total = section = digit = last = 0
    for letter in words:
        if letter in DIGITS:
            digit = DIGITS[letter]
            last = 10 if digit == 0 else last
            continue
        if letter in TENS:
            section += (digit or 1) * TENS[letter]
            last, digit = TENS[letter], 0
        elif letter in MYRIADS:
            scale = MYRIADS[letter]
            section += digit
            total = (total + (section or 1)) * scale if scale > total else total + (section or 1) * scale
            last, section, digit = scale, 0, 0
        else:
            raise NotANumber(words)
    # 一百五 is 150 and 一万五 15,000: a last digit counts in the place below; 一百零五 says otherwise.
    return (
        total
        + section
        + (digit * last // 10 if last > 10 and digit and words[-2] not in "零〇○十" else digit)
    )
