"""What the help of each command shows as examples."""

from __future__ import annotations

EXAMPLES = {
    "crawl": """[bold]Examples[/bold]

[dim]# the sample that ships with solieu; the live site, at most 200 fetches[/dim]
solieu crawl sample
solieu crawl kontum --limit 200

[dim]# what would it ask for? nothing is fetched or written[/dim]
solieu crawl kontum --dry-run

[dim]# replay a web archive; read a folder of saved pages[/dim]
solieu crawl kontum --archive 2021.warc.gz --archive 2023.warc.gz
solieu crawl kontum --folder saved-pages/ --output datasets/

[dim]# go on with what was stopped; every night from cron, with a report to mail[/dim]
solieu crawl --resume
solieu crawl kontum --no-progress --report crawl.md

[bold]Exit status[/bold]

0 done, also where nothing is new · 1 it failed: the site cannot be reached, robots.txt forbids it, … (one line says what) · 2 wrong usage · 130 Ctrl-C

[dim]# every version that web archives hold[/dim]
solieu crawl kontum --from wayback
solieu crawl kontum --from commoncrawl:CC-MAIN-2021-31
""",
    "rebuild": """[bold]Examples[/bold]

solieu rebuild
solieu rebuild kontum --output datasets/
""",
    "extract": """[bold]Examples[/bold]

[dim]# a saved page, as HTML or as plain text[/dim]
solieu extract page.html --url https://bandantoc.kontum.gov.vn/tin-chuyen-nganh/Ten-bai-682
solieu extract page.txt | jq '.figures[] | {value, unit_text, sentence}'

[dim]# why was it read so? the text with its findings highlighted[/dim]
solieu extract page.html --explain

[dim]# article text from standard input[/dim]
echo "Toàn tỉnh công nhận 811 người có uy tín." | solieu extract - --published-on 2019-07-16

[dim]# many texts, one JSON object a line in and out[/dim]
solieu extract --jsonl texts.jsonl > found.jsonl
""",
    "query": """[bold]Examples[/bold]

solieu query "SELECT measure_label_en, value, period_text, url FROM figures WHERE value > 1000"
solieu query "SELECT * FROM references WHERE number = '2085/QĐ-TTg'" --format csv > citations.csv
solieu query "DESCRIBE figures"
""",
    "sites": """[bold]Examples[/bold]

solieu sites --output datasets
solieu sites kontum --json

[dim]# with sites of your own: one TOML table each, as docs/sites.md says[/dim]
solieu sites --sites my-sites.toml
""",
    "snapshots": """[bold]Examples[/bold]

solieu snapshots
solieu snapshots diff
solieu snapshots restore 20261125T101112.000000Z
""",
    "export": """[bold]Examples[/bold]

solieu export figures figures.xlsx
solieu export "SELECT measure_label_en, value, url FROM figures WHERE value > 1000" large.csv
""",
    "quality": """[bold]Examples[/bold]

solieu quality
solieu quality --to quality.html
solieu quality --language vi --to chat-luong.html

[dim]# the words that the code lists lack, as data[/dim]
solieu quality --format json --top 1000 | jq '.sections.worklists.tables.unknown_units.rows'
""",
}
"""Epilogues in rich's markup, by command."""
