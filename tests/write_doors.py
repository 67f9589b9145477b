"""`DJANGO_SETTINGS_MODULE=advisor.settings python -m tests.write_doors`: write tests/doors.txt anew."""

from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()
    from tests.doors import addresses

    lines = [str(address) for address in addresses() if not address.route.startswith("desk/")]
    Path(__file__).with_name("doors.txt").write_text("\n".join(lines) + "\n")
