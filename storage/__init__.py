"""What is remembered, and how: models, migrations, unit of work, queue, blobs, outbox, audit, access rules."""
