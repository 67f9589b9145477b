"""Asks the web server of this container whether it is alive, under the site's own name: ends 0 when it says 200."""

import http.client
import os
import sys
from urllib.parse import urlsplit

PORT = 8000


def main() -> int:
    site = urlsplit(os.environ["SITE_URL"])
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=4)
    try:
        connection.request("GET", "/livez", headers={"Host": site.netloc})
        return 0 if connection.getresponse().status == http.HTTPStatus.OK else 1
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
