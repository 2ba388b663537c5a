"""What must be right before the site serves anybody: each wrong setting is one clear line, all of them at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from kaoping.errors import Problem
from kaoping_web import clock
from kaoping_web.journal.models import LogState
from kaoping_web.refusals import problem

OLDEST_SQLITE = (3, 51, 3)
GUARDS = {"sqlite": 4, "postgresql": 2}


def objections() -> list[Problem]:
    """Everything that keeps this site from starting."""
    found = [*_schema()]
    if connection.vendor == "sqlite":
        found += _sqlite()
    if not found:
        found += [*_journal(), *_clock()]
    return [*found, *_folder()]


def _sqlite() -> Iterator[Problem]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        version = str(cursor.fetchone()[0])
    if tuple(int(one) for one in version.split(".")) < OLDEST_SQLITE:
        yield problem("sqlite-old", f"SQLite {version} 有丢失预写日志的缺陷。", f"SQLite {version} may lose its write-ahead log.",
                      "安装 pysqlite3 0.6.1 或更新版本。", "install pysqlite3 0.6.1 or later.")  # fmt: skip
    for name, wanted in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)):
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {name}")
            found = cursor.fetchone()[0]
        if found not in (wanted, "memory"):
            yield problem("sqlite-setting", f"SQLite 的 {name} 是 {found}，应为 {wanted}。", f"SQLite's {name} is {found}, not {wanted}.",
                          "不要改动 settings.py 里的 init_command。", "leave init_command in settings.py as it is.")  # fmt: skip
    if connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        yield problem("sqlite-mode", "SQLite 写事务没有先占写锁。", "SQLite's transactions do not take the write lock first.",
                      "把 transaction_mode 设为 IMMEDIATE。", "set transaction_mode to IMMEDIATE.")  # fmt: skip


def _schema() -> Iterator[Problem]:
    executor = MigrationExecutor(connection)
    known = set(executor.loader.disk_migrations)
    ahead = [f"{app}.{name}" for app, name in executor.loader.applied_migrations if (app, name) not in known]
    if ahead:
        yield problem("schema-ahead", f"数据库来自更新的版本（{ahead[0]}）。", f"the database is of a later version ({ahead[0]}).",
                      "换用不低于数据库的程序版本。", "run a version of the program that is not older than the database.")  # fmt: skip
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield problem("schema-behind", "数据库结构还没有更新。", "the database is not up to date.",
                      "先运行 python -m kaoping_web migrate。", "run python -m kaoping_web migrate first.")  # fmt: skip


def _journal() -> Iterator[Problem]:
    if guards() < GUARDS[connection.vendor]:
        yield problem("journal-unguarded", "留痕表的保护触发器缺失。", "the triggers that guard the journal are missing.",
                      "查明是谁删的，恢复备份，再运行 verify_journal。", "find out who removed them, restore the backup and run verify_journal.")  # fmt: skip


def guards() -> int:
    """How many triggers guard the journal."""
    asked = {
        "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'journal\\_%\\_no\\_%' ESCAPE '\\'",
        "postgresql": "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'journal\\_%\\_append\\_only' AND tgenabled <> 'D'",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        return int(cursor.fetchone()[0])


def _clock() -> Iterator[Problem]:
    last = LogState.objects.values_list("last_at", flat=True).first()
    if last is not None and clock.now() < last and not settings.DEMO:
        yield problem("clock-behind", f"本机时间早于最后一条留痕（{last.isoformat()}）。", f"this machine's clock is before the last entry of the journal ({last.isoformat()}).",
                      "校准本机时间。", "set the clock.")  # fmt: skip


def _folder() -> Iterator[Problem]:
    for folder in (Path(settings.DATA), Path(settings.UPLOADS)):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            probe = folder / ".writable"
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            yield problem("folder", f"{folder} 不能写入：{error.strerror}。", f"{folder} cannot be written: {error.strerror}.",
                          "把文件夹交给运行本程序的用户。", "give the folder to the user who runs this program.")  # fmt: skip
