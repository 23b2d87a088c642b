"""A Spanish report of working life: two pages scanned askew; the days of every row follow from its dates."""

from datetime import date

import numpy as np
from PIL import Image

from samples.defects import crease, dust, edge_shadow, fade, gray, noise, skew, soften
from samples.marks import emblem
from samples.sample import Sample, Scan

# Scheme, employer's account, employer, start, end, share of full time in per cent, contribution group.
_JOBS = (
    ("GENERAL", "28 1048372 87", "ALMACENES LA MORALEDA, S.L.", "1996-06-03", "1996-09-30", "", "10"),
    ("GENERAL", "28 1048372 87", "ALMACENES LA MORALEDA, S.L.", "1997-06-02", "1998-05-31", "", "07"),
    ("GENERAL", "28 1193046 37", "TALLERES HERRANZ E HIJOS, S.A.", "1998-06-15", "2003-11-28", "", "08"),
    ("GENERAL", "", "PRESTACIÓN DESEMPLEO. EXTINCIÓN", "2003-11-29", "2004-07-28", "", ""),
    ("GENERAL", "46 1057318 22", "CONSERVAS DEL TURIA, S. COOP.", "2004-09-01", "2007-12-31", "62,5", "08"),
    ("R.E.T.A.", "", "TRABAJADOR AUTÓNOMO – MADRID", "2008-02-01", "2010-03-31", "", ""),
    ("GENERAL", "08 1264097 19", "LOGÍSTICA PLA DEL BESÒS, S.L.", "2010-05-10", "2012-10-19", "", "06"),
    ("GENERAL", "", "PRESTACIÓN DESEMPLEO. EXTINCIÓN", "2012-10-20", "2013-10-19", "", ""),
    ("GENERAL", "", "SUBSIDIO DESEMPLEO", "2013-11-20", "2014-05-19", "", ""),
    ("AGRARIO", "03 1170583 21", "CÍTRICOS SEGURA BAJA, S.A.T.", "2014-11-03", "2015-03-27", "", "10"),
    ("GENERAL", "28 1390264 54", "SERVICIOS INTEGRALES NÁYADE, S.A.", "2015-04-13", "2018-08-31", "75,0", "06"),
    ("GENERAL", "28 1390264 54", "SERVICIOS INTEGRALES NÁYADE, S.A.", "2018-09-01", "2021-06-30", "", "05"),
)


def _spanish(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%d.%m.%Y")


def _days(start: str, end: str, share: str) -> int:
    worked = (date.fromisoformat(end) - date.fromisoformat(start)).days + 1
    return round(worked * float(share.replace(",", ".") or 100) / 100) if share else worked


def _row(job: tuple[str, ...]) -> str:
    scheme, account, employer, start, end, share, group = job
    days = f"{_days(start, end, share):,}".replace(",", ".")
    code = f"<c-i>{account}</c-i>" if account else "–"
    return (
        f"<tr><td>{scheme}</td><td>{code}</td><td>{employer}</td><td><c-d>{_spanish(start)}</c-d></td>"
        f"<td><c-d>{_spanish(end)}</c-d></td><td class='r'>{share or '–'}</td><td class='r'>{group or '–'}</td>"
        f"<td class='r'><c-n>{days}</c-n></td></tr>"
    )


_TOTAL = sum(_days(start, end, share) for *_, start, end, share, _ in _JOBS)


def _spoil(page: Image.Image, index: int, rng: np.random.Generator) -> Image.Image:
    image = crease(fade(gray(page), 30, 240), 0.5, 46)
    image = soften(skew(image, (2.5, -1.6)[index]), 0.5)
    return noise(dust(edge_shadow(image, 60, 100), 50, rng), 5, rng)


SAMPLE = Sample(
    name="es_vida_laboral",
    kind="ES vida laboral",
    language="es",
    description_fr=(
        "Relevé de carrière espagnol : résumé et tableau des périodes par employeur (régime, dates, "
        "jours) ; deux pages numérisées de travers (2,5° et −1,6°), trace de pliure."
    ),
    form="pdf",
    scan=Scan(dpi=200, spoil=_spoil, quality=52),
    defects=("skew 2.5°", "skew -1.6°", "crease", "noise", "edge shadow"),
    values={
        "emblem": emblem(),
        "rows": "\n".join(_row(job) for job in _JOBS),
        "total": f"{_TOTAL:,}".replace(",", "."),
        "years": str(_TOTAL // 365),
        "months": str(_TOTAL % 365 // 30),
        "days": str(_TOTAL % 365 % 30),
    },
)
