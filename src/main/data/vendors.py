#!/usr/bin/env python3
"""Makes the table of vendors by MAC address from Debian's package ieee-data.

    apt-get download ieee-data && dpkg-deb -x ieee-data_*.deb unpacked
    src/main/data/vendors.py unpacked VERSION > src/main/resources/org/ikisaki/device/vendors.tsv

One line for each block of addresses, in order: its first 6, 7 or 9 hexadecimal digits, a tab, and
the organisation that has it. Blocks that the registry divides among others are left out.
"""

import csv
import datetime
import pathlib
import sys

REGISTRIES = {"oui.csv": 6, "mam.csv": 7, "oui36.csv": 9, "iab.csv": 9}
NOBODY = {"", "Private", "IEEE Registration Authority"}
HEADER = """\
# Which organisation has which blocks of MAC addresses.
# Source: the public listings MA-L, MA-M, MA-S and IAB of the IEEE Registration Authority,
#   https://standards.ieee.org/products-programs/regauth/, as of {date}, in Debian's ieee-data {version}.
# Licence: public domain; the IEEE asserts no copyright in the listings and does not restrict their
#   distribution (the package's copyright file).
# Made by src/main/data/vendors.py; not to be edited.
"""


def main():
    listings = pathlib.Path(sys.argv[1], "usr/share/ieee-data")
    blocks = {}
    for name, digits in REGISTRIES.items():
        with open(listings / name, encoding="utf-8", newline="") as listing:
            for row in csv.DictReader(listing):
                organisation = " ".join(row["Organization Name"].split())
                block = row["Assignment"].strip().upper()
                if organisation not in NOBODY and len(block) == digits:
                    blocks.setdefault(block, organisation)
    seconds = int((listings / ".lastupdate").read_text(encoding="ascii"))
    date = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).date()
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(HEADER.format(date=date, version=sys.argv[2]))
    for block, organisation in sorted(blocks.items()):
        print(block, organisation, sep="\t")


main()
