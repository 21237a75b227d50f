"""Files as their readers find them, and browsers in which a second factor was shown."""

import csv
import io
import time

from openpyxl import load_workbook


def body(response):
    assert response.status_code == 200
    return response.getvalue() if response.streaming else response.content


def rows_in(response):
    """The lines of a file as dictionaries by heading, whichever kind it is."""
    if "spreadsheetml" in response.headers["Content-Type"]:
        lines = list(load_workbook(io.BytesIO(body(response))).active.iter_rows(values_only=True))
    else:
        lines = list(csv.reader(io.StringIO(body(response).decode("utf-8-sig"), newline="")))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def proven(client, method="mfa", age=0):
    """A browser in which this was shown so many seconds ago."""
    session = client.session
    session["account_authentication_methods"] = [{"method": method, "at": time.time() - age}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return client


def warm(client):
    """A browser whose session has seen its first page, which costs more than the next."""
    client.get("/desk/accounts/roles/")
    return client
