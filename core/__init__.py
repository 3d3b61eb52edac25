"""What at least two of the other packages need; no field knowledge.

Importing it keeps the libraries from calling home: they read these variables when they are imported themselves.
"""

import os

for _name, _value in {
    "SCARF_NO_ANALYTICS": "true",
    "DO_NOT_TRACK": "1",
    "UNSTRUCTURED_DISABLE_NOTICE": "1",
    "RAGAS_DO_NOT_TRACK": "true",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "false",
}.items():
    os.environ.setdefault(_name, _value)
