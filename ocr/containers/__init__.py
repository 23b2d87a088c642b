"""What other files come in: mails (EML, Outlook's MSG) and ZIP archives, one in the other."""
