"""Why a file is not read at all, in sentences: what is wrong with it, and what the clerk can do."""

from __future__ import annotations

from kaoping.errors import Place, Problem, Words

_SAVE = (
    "用 Excel 或 WPS 打开，另存为“Excel 工作簿 (.xlsx)”后再交。",
    "Open it in Excel and save it as “Excel Workbook (.xlsx)”.",
)
_TRIM = (
    "删除数据区以外的行和列（按 Ctrl+End 看最后一格在哪里），或把表拆成几个文件。",
    "Delete the rows and columns outside the table (Ctrl+End shows the last used cell), or split the file.",
)
_SENTENCES: dict[str, tuple[str, str, tuple[str, str]]] = {
    "no-file": (
        "没有这个文件，或不能打开。",
        "There is no such file, or it cannot be opened.",
        ("检查文件名和权限。", "Check the name and the permissions."),
    ),
    "empty-file": ("文件是空的。", "The file is empty.", ("重新导出或上传。", "Export or upload it again.")),
    "file-size": ("文件有 {0} MB，最多 {1} MB。", "The file has {0} MB; at most {1} MB are read.", _TRIM),
    "encrypted": (
        "文件有密码。",
        "The file is protected by a password.",
        (
            "用 Excel 打开，去掉打开密码后保存。",
            "Open it in Excel, remove the password to open, and save it.",
        ),
    ),
    "markup": (
        "文件名像工作簿，内容却是网页（HTML 或 XML）。",
        "It is named like a workbook but holds a web page (HTML or XML).",
        _SAVE,
    ),
    "not-a-workbook": ("内容不是工作簿。", "Its content is not a workbook.", _SAVE),
    "other-office": (
        "这是文字或演示文档，不是工作簿。",
        "This is a text document or a presentation, not a workbook.",
        ("把表复制到工作簿里再交。", "Copy the table into a workbook."),
    ),
    "damaged": (
        "文件已损坏，读不出来。",
        "The file is damaged and cannot be read.",
        (
            "用 Excel 打开并修复后另存，或重新导出。",
            "Open and repair it in Excel, save it under another name, or export it again.",
        ),
    ),
    "parts": (
        "文件里有 {0} 个部件，最多 {1} 个。",
        "The file has {0} parts; at most {1} are read.",
        ("删去图片和多余的表后另存。", "Remove pictures and spare sheets and save it again."),
    ),
    "unpacked": (
        "文件解压后有 {0} MB，最多 {1} MB。",
        "Unpacked, the file has {0} MB; at most {1} MB are read.",
        _TRIM,
    ),
    "entities": (
        "部件 {0} 带有文档类型声明或实体，办公软件不会写出这样的文件。",
        "Part {0} declares a document type or entities, as no office program does.",
        _SAVE,
    ),
    "cells": (
        "工作表“{0}”的已用区域是 {1} 行 × {2} 列，全文件最多 {3} 格。",
        "The used area of sheet “{0}” is {1} rows × {2} columns; a file may have {3} cells.",
        _TRIM,
    ),
    "merged": (
        "工作表“{0}”的合并单元格太多。",
        "Sheet “{0}” has too many merged cells.",
        ("取消数据区以外的合并。", "Unmerge the cells outside the table."),
    ),
    "memory": (
        "读这个文件要用的内存超过了限额；多半是有一格写在很远的地方。",
        "Reading this file takes more memory than allowed; most likely one cell stands far away from the table.",
        _TRIM,
    ),
    "time": ("读这个文件的时间超过了限额。", "Reading this file takes longer than allowed.", _TRIM),
    "died": (
        "读这个文件时读取程序中断了，文件多半已损坏。",
        "The reader broke off on this file; most likely it is damaged.",
        _SAVE,
    ),
    "encoding": (
        "文字编码不是 UTF-8、UTF-16，也不是 GB18030（GBK）。",
        "The text is neither UTF-8, nor UTF-16, nor GB18030 (GBK).",
        ("另存为“CSV UTF-8”。", "Save it as “CSV UTF-8”."),
    ),
    "binary": ("文件名像文本表，内容却不是文字。", "It is named like a text table but is not text.", _SAVE),
    "csv": (
        "第 {0} 行读不出来：引号没有成对。",
        "Line {0} cannot be read: a quotation mark is not closed.",
        (
            "补上这一行附近的引号，或另存为 .xlsx。",
            "Close the quotation mark near that line, or save it as .xlsx.",
        ),
    ),
    "rows": (
        "文件超过 {0} 行。",
        "The file has more than {0} rows.",
        ("把表拆成几个文件。", "Split the file."),
    ),
}


def refusal(code: str, file: str, *detail: str) -> Problem:
    """The problem of that code about the file. Every code that the child can say has a sentence here."""
    zh, en, mend = _SENTENCES[code]
    filled = [*detail, "", "", "", ""]
    return Problem(f"sheets-{code}", Words(zh.format(*filled), en.format(*filled)), Words(*mend), Place(file))


def is_refusal(problem: Problem) -> bool:
    """Whether a problem says that a whole file was not read."""
    return problem.code.removeprefix("sheets-") in _SENTENCES
