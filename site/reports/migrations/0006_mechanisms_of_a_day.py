"""What is said of how mechanisms are counted follows the rule, where nobody has put it in other words."""

from django.db import migrations

WAS = {
    "counts_km": "ភូមិដែលមានបណ្តាញការពារគ្រួសារកំពុងដំណើរការ។ ភូមិមួយរាប់ម្តង ក្នុងត្រីមាសដែលភូមិនោះមានបណ្តាញដំបូង។",
    "counts_en": "Villages with an active family protection network. Each village once, in the quarter of its first network.",
}
IS = {
    "counts_km": "ភូមិដែលមានបណ្តាញការពារគ្រួសារកំពុងដំណើរការ នៅថ្ងៃចុងត្រីមាស។ ភូមិមួយរាប់ម្តង។",
    "counts_en": "Villages with an active family protection network on the last day of the quarter. Each village once.",
}


def reword(was, now):
    def change(apps, schema_editor):
        rows = apps.get_model("reports", "Indicator").objects.using(schema_editor.connection.alias)
        for column, text in was.items():
            rows.filter(code="mechanisms", **{column: text}).update(**{column: now[column]})

    return change


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_settled_facts")]
    operations = [migrations.RunPython(reword(WAS, IS), reword(IS, WAS))]
