"""The page of the documentation, around what was measured."""


def document(table: str, made: str, search: str, machine: str, seconds: float) -> str:
    return f"""# What triage recognises, measured

Written by `make recognition` on the held-out half of a made set: {made}, made anew on each run and never kept. The
rules were tuned on the other half, which shares no document with it: other persons, numbers and layouts; eight of the
languages of the held-out papers, and the languages of its European forms, are in that half alone.

Machine: {machine}; {seconds:.0f} s.

{table}

“Looked at” counts documents, pages or pairs, as the line says. A kind or form that is told wrongly counts as wrong
and as missed. {search}

## How to read this

- The set is made, and by those who wrote the rules: papers are tidier than a caisse's mail, titles are those that the
  tables know, forms are built after what is generally known of them and not copied from originals. Near 100 % here
  says that the rules hold together and stand noise; it does not say how often they hold on real mail. That has to be
  counted on documents of the body's own, and every proposal is for a person to accept.
- Misread letters are drawn, not recognised: 0.4 % of the letters on scans, 2 % on faxes, 3 % on photographs of
  screens; two of three misread words are of low confidence, as counted on the scanned samples. Pages “too poor” have
  45 % of their letters wrong; what lies between is not measured.
- Photographs of a screen are simulated (a grid of 2.1 to 3.4 pixels, turned by up to 4°, 12 to 35 % deep, blurred). A
  camera that cannot resolve the grid leaves none, and is not found: the measure finds the grid, not the screen.
  Pictures in halftone over a third of a page are the trap.
- Turns by the picture are what is left where the reader could not tell. Whether a page lies on its side is plain from
  it; whether it stands on its head is little better than a guess for short lines and tables, so such a finding has a low
  confidence. The reader's own turn (`rotation` of a reading) comes first.
- Boundaries: two bundles of three hold documents in one language only; half of the papers of several pages carry no
  page number. Documents of one sender that follow each other without number, title or greeting stay together.
- The index was filled with texts that have little in common. Copies of one form share bands with each other by their
  print and their picture: whoever asks takes those that share most bands first, and not all.
- A number that was changed on a page and another reading of the same page are told apart by the figures alone. A page
  of which one figure is misread with high confidence is proposed as another version, with that number named; the
  picture does not decide.
"""
