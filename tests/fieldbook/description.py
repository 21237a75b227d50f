"""Does an answer to a phone fit the description?"""

from fieldbook.openapi import description
from tests.described import Described

_described = Described(description())
faults, resolved, faults_of_response = _described.faults, _described.resolved, _described.faults_of_response
