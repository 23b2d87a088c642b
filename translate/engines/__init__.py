"""The machines that draft: Argos packages on CTranslate2 and Apertium chains, behind one Protocol."""
