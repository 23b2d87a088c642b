"""Papers made for the tests of reading: printed by WeasyPrint, scanned by PDFium and Pillow."""

from pathlib import Path

import pypdfium2
import weasyprint
from PIL import Image

from ocr.geometry import make_upright

GERMAN = """
<h1>Rentenbescheid</h1>
<p>Sehr geehrter Herr Feldkamp, auf Ihren Antrag vom 03.04.2025 bewilligen wir Ihnen die Regelaltersrente. Die
Rente beginnt am 01.09.2025. Die Anspruchsvoraussetzungen sind erfüllt, weil Sie die Wartezeit von fünf Jahren
zurückgelegt haben. Die Rente wird laufend ab 01.11.2025 monatlich gezahlt.</p>
<p>Gegen diesen Bescheid können Sie innerhalb eines Monats nach seiner Bekanntgabe Widerspruch erheben. Der
Widerspruch ist schriftlich oder zur Niederschrift einzulegen. Versicherungsnummer 53 070659 F 413, Zahlbetrag
1.010,92 EUR.</p>
"""
SPANISH = """
<h1>Informe de vida laboral</h1>
<p>De los antecedentes obrantes en este Instituto resulta que la trabajadora ha figurado en situación de alta en el
sistema de la Seguridad Social durante un total de 7818 días. Los datos de este informe tienen carácter informativo
y no originan derechos ni expectativas de derechos a favor de la solicitante.</p>
"""
FRENCH = """
<p>La présente attestation est délivrée à la demande de l'intéressé pour servir et valoir ce que de droit auprès de
la caisse d'assurance retraite dont il relève. Les périodes mentionnées ci-dessus ont été vérifiées par nos
services.</p>
"""
ARABIC = """
<div dir="rtl" lang="ar" style="font-family: 'Noto Naskh Arabic', 'Noto Sans Arabic', 'DejaVu Sans'">
<h1>نسخة كاملة</h1>
<p>ولد بمدينة القنيطرة في يوم الثالث من شهر أبريل سنة 1958 المسمى محمد من أبيه أحمد وأمه فاطمة
وذلك حسب رسم الولادة المسجل في سجلات الحالة المدنية تحت رقم 412</p></div>
"""


def printed(path: Path, *pages: str, style: str = "") -> Path:
    """A PDF with a text layer, a page for each piece of HTML."""
    body = "".join(f'<section style="break-after: page">{page}</section>' for page in pages)
    css = f"@page {{ size: A4; margin: 20mm }} body {{ font: 11pt 'DejaVu Serif' }} {style}"
    weasyprint.HTML(string=f"<style>{css}</style>{body}").write_pdf(path)
    return path


def picture(pdf: Path, number: int = 1, dpi: int = 200) -> Image.Image:
    """The page of a PDF as a scanner would see it, in grey."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[number - 1].render(scale=dpi / 72).to_pil().convert("L")
    finally:
        document.close()


def scanned(path: Path, *pictures: Image.Image, dpi: int = 200) -> Path:
    """A PDF of pictures only."""
    pictures[0].save(path, save_all=True, append_images=pictures[1:], resolution=dpi)
    return path


def turned(page: Image.Image, rotation: int = 0, angle: float = 0.0) -> Image.Image:
    """The picture turned clockwise, as it would lie on the glass."""
    return make_upright(page, rotation, angle)
