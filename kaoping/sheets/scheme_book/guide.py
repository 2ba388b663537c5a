"""The sheet that says how a scheme's workbook is edited. It is not read back."""

from __future__ import annotations

from kaoping.errors import Words

NAME = Words("填写说明", "How to fill")
GUIDE = (
    Words("本工作簿就是方案本身，与方案文件（YAML）内容相同，可互相转换。改好后用“kaoping scheme from-workbook 本文件 -o 方案.yaml”转回，"
          "问题会指到每一格。",
          "This workbook is the scheme itself, the same as its file (YAML), and turns into it and back: kaoping scheme "
          "from-workbook BOOK.xlsx -o SCHEME.yaml. Every problem names its cell."),
    Words("白格可改。灰格是念给人听的话（规则的意思、供数单位等），由其他格得出，改了也不读。",
          "White cells may be changed. Grey cells say in words what the others mean; they are not read back."),
    Words("表头下面一行小字是编码，读的时候凭它认列，不要改；列的先后可以换，空行空列可以加。自己加的备注列，表头以“#”开头就不读。",
          "The small print beneath a heading is the key by which a column is known: leave it. Columns may change places, empty "
          "rows and columns may be added. A column of your own is not read if its heading begins with “#”."),
    Words("编码是各部分互相引用的名字，只用一次；改名称不影响引用。“乡镇街道 (townships)”这样的格，认括号里的编码。",
          "Keys are the names by which parts refer to each other, each used once; titles may change freely. In a cell such "
          "as “Townships (townships)” the key in brackets counts."),
    Words("满分、权重、常量：各赛道一样的只填“各赛道”一列；不一样的分列填，这时“各赛道”一列管其余赛道；空着就是不考。",
          "Full marks, weights, constants: fill in the column “every track” where they are alike; else a column a track, "
          "and “every track” then serves the rest. Empty means that the track does not have the item."),
    Words("凡写数的格都可以写公式，如 0.9 * last_year(x)。写 1/3 这样的数，先把单元格格式设为“文本”，不然 Excel 会当成日期。",
          "Wherever a number stands a formula may stand, such as 0.9 * last_year(x). Set a cell to “Text” before entering "
          "1/3, or Excel makes a date of it."),
    Words("“规则写法”里不写目标，目标填在“目标”列；分赛道各写一条规则的除外。后续处理一行一步，按行的次序。",
          "A rule's target stands in the column “Target”, not in the rule, unless there is a rule for each track. "
          "Adjustments: one a line, in their order."),
    Words("工作表已锁定，没有密码；要删行时先撤消工作表保护。表头上方有“+”的地方折着没有用到的列。",
          "Sheets are locked without a password; unprotect a sheet to delete rows. A “+” above the headings unfolds columns "
          "not used."),
)  # fmt: skip
